// The editors of the outline, the settings, the questions and the quizzes. All of them work without this script.
import { guardForms } from "./guard";
import { arrange } from "./workshop/arrange";
import { filterChoices } from "./workshop/filter";
import { sendSmoothly } from "./workshop/smooth";

arrange();
filterChoices();
sendSmoothly(() => {
  arrange();
  filterChoices();
  guardForms();
});
