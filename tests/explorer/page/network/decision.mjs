// The worked example with all its numbers, for a test in Python.

import { EXAMPLE, worked } from "../../../../pipeline/explorer/page/network/decision.js";

process.stdout.write(JSON.stringify({ example: EXAMPLE, days: worked(EXAMPLE) }));
