// What the answers' scripts reckon without a browser: which answer replaces which, waiting, and the time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { waitAfter } from "../../../lms/web/assets/ts/answers/courier.ts";
import { replacedBy } from "../../../lms/web/assets/ts/answers/entries.ts";
import { addressOf, written } from "../../../lms/web/assets/ts/answers/panel.ts";
import { reckon } from "../../../lms/web/assets/ts/clock.ts";
import { momentAt, spokenSeconds } from "../../../lms/web/assets/ts/deadline.ts";

const entry = (client, made, more = {}) => ({ client, made, address: "/1", deadline: 100, attempt: "a", fields: [], asked: "", said: "", ...more });
const clients = (entries) => entries.map(({ client }) => client);

test("a newer answer to the same question replaces the older ones, and no other", () => {
  const older = [entry("a", 10), entry("b", 20), entry("c", 20, { address: "/2" }), entry("d", 30)];
  assert.deepEqual(clients(replacedBy(entry("d", 30), older)), ["a", "b"]);
});

test("an answer after the deadline does not replace one that was made in time", () => {
  const older = [entry("in time", 99), entry("late", 101)];
  assert.deepEqual(clients(replacedBy(entry("later", 102), older)), ["late"]);
  assert.deepEqual(clients(replacedBy(entry("x", 102, { deadline: null }), older)), ["in time", "late"]);
});

test("waiting doubles up to half a minute, and is spread", () => {
  assert.equal(waitAfter(1, 0.5), 2000);
  assert.equal(waitAfter(2, 0.5), 4000);
  assert.equal(waitAfter(60, 0.5), 30000);
  assert.ok(waitAfter(3, 0) < waitAfter(3, 0.99));
});

test("the time goes on by the steady clock, whatever the device's own is set to, unless that is later", () => {
  const sample = { server: 1000, steady: 50, device: 9000 };
  assert.deepEqual(reckon(sample, 150, 9100), { time: 1100, hasParted: false });
  assert.deepEqual(reckon(sample, 150, 0), { time: 1100, hasParted: true });
  // After a sleep in which the steady clock stood still.
  assert.deepEqual(reckon(sample, 150, 69000), { time: 61000, hasParted: true });
});

test("the time left is said at half of it, and at 10, 5 and 1 minutes", () => {
  assert.deepEqual(spokenSeconds(90 * 60), [60, 300, 600, 2700]);
  assert.deepEqual(spokenSeconds(20 * 60), [60, 300, 600]);
  assert.deepEqual(spokenSeconds(0), [60, 300, 600]);
});

test("a moment is said once it has come, be it between two pages", () => {
  const moments = spokenSeconds(90 * 60);
  assert.equal(momentAt(2701, moments), undefined);
  assert.equal(momentAt(2700, moments), 2700);
  assert.equal(momentAt(601, moments), 2700);
  assert.equal(momentAt(598, moments), 600);
  assert.equal(momentAt(0, moments), 60);
});

test("a link to a place among all questions is of the question's own address", () => {
  assert.equal(addressOf({ href: "http://x/attempts/a/questions/all#question-12" }), "http://x/attempts/a/questions/12");
  assert.equal(addressOf({ href: "http://x/attempts/a/questions/3" }), "http://x/attempts/a/questions/3");
});

test("a file of unsent answers names question, answer and time", () => {
  const rows = JSON.parse(written([entry("a", 0, { asked: "Which?", said: "Both", fields: [["answer", "2"]], refused: "Too late" })]));
  assert.deepEqual(rows.answers_that_were_not_sent, [
    { question: "Which?", answer: "Both", made_at: "1970-01-01T00:00:00.000Z", address: "/1", client_id: "a", fields: [["answer", "2"]], refused: "Too late" },
  ]);
});
