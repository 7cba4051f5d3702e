import { claimDataFolder } from '../../src/db/data-folder.ts';

// Claims the folder it is given, says how that went, and keeps it until its input ends: then it releases it.
const claim = await claimDataFolder(process.argv[2]).catch((error: Error & { code: string }) => {
  console.log(JSON.stringify({ claimed: false, code: error.code, message: error.message }));
  process.exit(0);
});
if (process.argv[3]) await claim.announce(process.argv[3]);
console.log(JSON.stringify({ claimed: true }));
process.stdin.on('end', () => void claim.release()).resume();
