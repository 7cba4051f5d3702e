import { openDatabase } from '../../src/db/open.ts';
import { openSideDoor } from '../../src/db/side-door/serve.ts';
import { compiledLate } from '../../src/runtime/wasm-tiering.ts';

// Holds the embedded database of the folder it is given, says where its side door is, and closes both once its input ends.
const { database } = await compiledLate(() => openDatabase({ dataDir: process.argv[2] }));
const door = await openSideDoor(database);
console.log(door.path);
process.stdin.on('end', () => void door.close().then(() => database.close())).resume();
