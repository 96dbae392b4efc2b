import type { Words } from '#domain/words/fr/index.ts';

export const trial: Words['trial'] = {
  title: 'Test ticket',
  what: 'A mock ticket goes all the way, then is put away. It counts nowhere and calls nobody.',
  offline: 'Try it in flight mode as well: run the test, then bring the network back.',
  run: 'Run the test',
  again: 'Once more',
  text: ({ name }) => `Test ticket of ${name}`,
  steps: 'Result',
  step: {
    shell: 'Relais opens without a network',
    kept: 'Kept on this phone',
    sent: 'Recorded by the server',
    alert: 'Alert shown here',
    away: 'Put away, in no figure',
  },
  shellNot: 'Not yet. Open Relais once with a network.',
  keptAt: ({ time }) => `At ${time}`,
  waitsNetwork: 'No network: it leaves by itself when it is back.',
  waits: 'Waiting…',
  number: ({ number }) => `No. ${number}`,
  alertsOff: 'Alerts are off on this phone.',
  alertsOn: 'Receive alerts',
  notYet: 'Next',
  good: 'All is well: this phone keeps, sends and receives.',
};
