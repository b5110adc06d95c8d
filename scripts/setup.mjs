// npm run setup: sets up what is missing, and nothing when nothing is.
import { fail, setUp } from './setup/setup.mjs';
import { runSteps, testSteps } from './setup/steps.mjs';

const steps = process.argv.includes('--test') ? testSteps : runSteps;
const { did, took } = await setUp(steps).catch(fail);
console.log(did === 0 ? `Everything is set up (checked in ${took}).` : `Set up in ${took}. Next: npm start`);
