import { expect } from 'vitest';
import { openAwsBench } from '../test/support/aws-bench.ts';
import { runBinary } from '../test/support/binary.ts';
import { useMoto } from '../test/support/moto.ts';
import { describeWith, testWith } from '../test/support/peers.ts';
import { addRow, times } from './rows.ts';

const READS = /:(Get|List|Describe|Query|BatchGet)/;

describeWith('moto_server')('deploying', () => {
  const moto = useMoto();
  testWith('moto_server')('again, with nothing to do', async () => {
    await moto().reset();
    const { proxy, env } = await openAwsBench(moto());
    const timed = async () => {
      proxy.calls.length = 0;
      const begin = performance.now();
      expect((await runBinary(env, 'deploy', '--yes')).code).toBe(0);
      const reads = proxy.calls.filter((call) => READS.test(call)).length;
      return { reads, writes: proxy.calls.length - reads, took: performance.now() - begin };
    };
    const first = await timed();
    const again = await timed();
    addRow({
      what: 'a deploy with nothing to do: writes, reads, time',
      ours: `${again.writes}, ${again.reads}, ${times(again.took / first.took)}`,
      baseline: `the first deploy: ${first.writes}, ${first.reads}`,
      target: '0 writes, <= 12 reads',
      met: again.writes === 0 && again.reads <= 12,
    });
  });
});
