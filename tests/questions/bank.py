"""A bank of one question of each type of several parts, in the objective of the small course."""

PARTS = """\
- id: powers
  type: matching
  objective: strength
  article: "16(2)"
  text: Which *wording* binds how?
  prompts:
    - {id: shall, text: shall, match: duty}
    - {id: may, text: may, match: leave}
  targets:
    - {id: duty, text: It is a duty.}
    - {id: leave, text: It is left open.}
    - {id: never, text: It is forbidden.}
- id: steps
  type: ordering
  objective: strength
  text: In which order is a treaty made?
  items:
    - {id: sign, text: It is signed.}
    - {id: ratify, text: It is ratified.}
    - {id: apply, text: It is applied.}
- id: wording
  type: matrix
  objective: strength
  text: How strong is each wording?
  rows:
    - {id: must, text: "“shall adopt”", correct: strong}
    - {id: weigh, text: "“shall consider adopting”", correct: middling}
    - {id: can, text: "“may adopt”", correct: weak}
  columns:
    - {id: strong, text: Binding}
    - {id: middling, text: To be weighed}
    - {id: weak, text: Free}
- id: gaps
  type: gap_text
  objective: strength
  text: Article {number} asks each State to {verb} bribery.
  gaps:
    - {id: number, accept: {en: ["15", fifteen]}}
    - id: verb
      choices:
        - {id: punish, text: punish, correct: yes}
        - {id: praise, text: praise}
"""

# Questions answered by a number; below, those of a survey.
NUMBERS = """\
- id: parties
  type: numeric
  objective: strength
  text: How many States are parties?
  answer: 191   # in 2025
  tolerance: 2
- id: loss
  type: formula
  objective: strength
  text: A contract of {price} USD is {share} % too dear. How much is lost?
  variables:
    price: {from: 1000, to: 90000, step: 500}
    share: {from: 2.5, to: 30, step: 0.5}
  answer: price * share / 100
  tolerance: 0.5%
  unit: {accept: [USD, $, 美元], required: yes}
"""
SURVEY = """\
- id: useful
  type: scale
  text: How useful was it?
  steps:
    - {id: not, text: Not at all}
    - {id: partly, text: Partly}
    - {id: very, text: Very}
- id: wishes
  type: rank
  text: What should come next?
  items:
    - {id: law, text: The law}
    - {id: cases, text: Cases}
    - {id: tools, text: Tools}
- id: words
  type: comment
  text: What else would you say?
"""

SCENARIO = """\
- id: gift
  type: scenario
  objective: strength
  text: You award contracts. What do you do?
  start: call
  scenes:
    - id: call
      text: A bidder *offers* you a holiday.
      options:
        - {id: report, text: You report it., to: desk, points: 2, feedback: The law asks it.}
        - {id: wait, text: You wait., to: second}   # a mistake that can be mended
    - id: second
      text: The bidder calls again.
      options:
        - {id: report, text: You report it now., to: desk, points: 1}
        - {id: take, text: You take it., to: out, feedback: That is a crime.}
    - {id: desk, text: The office thanks you.}
    - {id: out, text: You are found out.}
"""

# Two cases of two questions each, and a question that stands alone.
CASES = """\
- id: bridge
  type: case_file
  text: A bridge was *paid for twice*. Read the file.
  documents:
    - id: memo
      title: Memo of the *auditor*
      text: |
        ## What was found

        The same invoice was paid **twice**.

        - On 3 March
        - On 9 March

        | Date | USD |
        |---|---:|
        | 3 March | 90,000 |
        | 9 March | 90,000 |
    - {id: ladder, title: The signatures, media: media/ladder.svg, alt: Three signatures.}
- id: bridge-sum
  type: true_false
  case: bridge
  objective: strength
  text: The bridge cost 180,000 in all.
  correct: yes
- id: alone
  type: true_false
  objective: strength
  text: This question stands alone.
  correct: no
- id: bridge-who
  type: true_false
  case: bridge
  objective: strength
  text: The auditor signed the bridge.
  correct: no
- id: school
  type: case_file
  text: A school was never built.
  documents:
    - {id: letter, title: Letter of the parents, text: Our school is missing.}
- id: school-where
  type: true_false
  case: school
  objective: strength
  text: The parents saw the school.
  correct: no
- id: school-who
  type: true_false
  case: school
  objective: strength
  text: The parents wrote a letter.
  correct: yes
"""

# Four questions of each of two objectives and levels; the first of each is on article 16(1).
LEVELS = "".join(
    f"""\
- id: {objective}-{level}-{n}
  type: true_false
  objective: {objective}
  article: "16({n})"
  level: {level}
  text: Is it {n}?
  correct: yes
"""
    for objective in ("strength", "place")
    for level in ("recall", "application")
    for n in range(1, 5)
)
