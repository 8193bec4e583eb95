// Runs a function as Lambda's runtime does as far as a test needs it: CommonJS from LAMBDA_TASK_ROOT, packages by
// NODE_PATH, one event a line on standard input, one answer a line on file descriptor 3.
const { writeSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { join } = require('node:path');

const { handler } = require(join(process.env.LAMBDA_TASK_ROOT, 'index.js'));
const answers = 3;

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    const { event, milliseconds } = JSON.parse(line);
    const deadline = Date.now() + milliseconds;
    const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
    try {
      writeSync(answers, `${JSON.stringify({ value: await handler(event, context) })}\n`);
    } catch (error) {
      writeSync(answers, `${JSON.stringify({ error: error.name, message: error.message })}\n`);
    }
  }
}

void main();
