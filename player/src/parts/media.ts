/** Sound with the line that is heard, and film. */
import { ATTACH } from '../blocks';
import * as audioBook from '../blocks/audio-book';
import * as audioLesson from '../blocks/audio-lesson';
import * as video from '../blocks/video';

ATTACH['audio-lesson'] = audioLesson.attach;
ATTACH['audio-book'] = audioBook.attach;
ATTACH.video = video.attach;
