"""Templates of certificates: what one does beyond writing what it is given is refused, in words."""

import pytest
from jinja2 import DictLoader

from lms.certificates.drawing.sandbox import (
    LoopRefused,
    Sandbox,
    TemplateRefused,
    ValueUnknown,
    run,
)
from lms.certificates.rules.facts import Signatory

FACTS = {"signatories": (Signatory("Amina", {"en": "Head"}), Signatory("Bruno", {}))}


def render(source: str) -> str:
    environment = Sandbox(DictLoader({"one.html": source}))
    return run(lambda: environment.get_template("one.html").render(facts=FACTS, name="<Amina>"))


def test_what_it_is_given_is_written_and_escaped():
    source = (
        "{{ name }} {{ name|upper }} {{ facts.signatories|length * 2 }} {{ name[:3] }}"
        "{% for one in facts.signatories %}{{ one.name }}{{ one.offices.get('en', '') }}"
        "{% endfor %}"
    )
    assert render(source) == "&lt;Amina&gt; &lt;AMINA&gt; 4 &lt;AmAminaHeadBruno"


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% for i in [1, 2] %}x{% endfor %}",
        "{% for i in 'abc' %}x{% endfor %}",
        "{% for a in facts %}{% for b in a %}{% for c in b %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in facts recursive %}{{ loop(facts) }}{% endfor %}",
    ],
)
def test_a_loop_of_its_own_making_is_refused_with_its_line(source):
    with pytest.raises(LoopRefused, match="in line 2"):
        render(f"\n{source}")


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 10 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ name.ljust(1000000000) }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name|safe }}",
        "{{ name|center(1000000000) }}",
        "{% macro again() %}{{ again() }}{{ again() }}{% endmacro %}{{ again() }}",
        "{% include '/etc/passwd' %}",
        "{{ facts.update(name=1) }}",
        "{{ 1 / 0 }}",
        "{% for %}",
    ],
)
def test_what_is_endless_or_reaches_outside_is_refused(source):
    with pytest.raises(TemplateRefused, match=r"^The template is refused: \S"):
        render(source)


@pytest.mark.parametrize("source", ["{{ config }}", "{{ facts.nothing }}", "{{ lipsum() }}"])
def test_what_there_is_not_is_named(source):
    with pytest.raises(ValueUnknown, match=r"config|nothing|lipsum"):
        render(source)
