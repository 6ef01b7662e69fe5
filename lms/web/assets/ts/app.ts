// Enhancements of pages that work without them; each looks for its own data- attributes and does nothing where they are not.
import { offerCopies } from "./copy";
import { countDown } from "./deadline";
import { takeDrops } from "./drop";
import { guardForms } from "./guard";
import { dropAtSignOut, sendUnsent } from "./leaving";
import { keepPlace } from "./place";
import { pollJobs } from "./poll";
import { markSeen } from "./seen";
import { showTab } from "./tabs";
import { countWords } from "./words";

keepPlace();
countDown();
pollJobs();
guardForms();
countWords();
dropAtSignOut();
void sendUnsent();
showTab();
markSeen();
takeDrops();
offerCopies();
