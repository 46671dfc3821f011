/** A tablet of the hall before a round has begun: it says that it is alive, and asks again. */
import { sayAlive, tabletHere } from './parts/tablet.js';

const tablet = tabletHere();
if (tablet !== null) sayAlive(tablet);
setTimeout(() => location.reload(), 15_000);
