import type { Home } from './home';

/** A course on the plain web: nobody is told, this browser's journal is the store. */
export function web(): Home {
  return {
    external: false,
    mostInteractions: 0,
    diagnostic: null,
    open: () => 'absent',
    send: () => 'saved',
    keeps: () => true,
    forget: () => {},
    close: () => {},
  };
}
