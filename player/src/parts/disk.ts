/** A lesson page that is read from disk, where there is no shell. */
import { runPage } from '../page';
import { DISK } from '../start';

DISK.run = runPage;
