import { respond, readTask } from "../child";
import { measurePart, type PartTask } from "./measured-part";

// One part of the report in a fresh process, whose memory is that of this part.
respond(await measurePart(readTask() as PartTask));
