/** A statement is true (key 1) or false (key 0): marked as a choice of two. */
export { mark } from './choice';
