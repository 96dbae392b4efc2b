import type { Words } from '#domain/words/fr/index.ts';

export const devices: Words['devices'] = {
  here: 'Alerts of this device',
  mail: 'By mail',
  topic: { calls: 'Tickets to take', mine: 'My tickets', visits: 'Appointments', approvals: 'Approvals', reported: 'What I reported' },
  hint: {
    calls: 'The baton is passed to you, help is asked of you, a critical ticket opens.',
    mine: 'A ticket is assigned to you, it is answered, a colleague takes it.',
    visits: 'A date is proposed to you, yours is answered.',
    approvals: 'A request waits for your approval, or the head answers.',
    reported: 'It is being looked at, it is fixed.',
  },
  noMail: 'No mail address of yours is known. Give it to the administrator of Relais.',
  mailRefused: 'Your mail address does not answer. Have it corrected by the administrator of Relais.',
  onCall: 'You are on call: at least one device must hear the tickets to take.',
  onCallThen: 'Keep them here, or switch them on elsewhere first.',
  notKept: 'Your choice is not kept.',
  notKeptThen: 'A network is needed. Try again.',
  contact: ({ when }) => `Seen ${when}`,
  silent: ({ when }) => `No news since ${when}`,
  silentThen: 'Open Relais there, or remove it.',
  removeNamed: ({ label }) => `Remove ${label}`,
  notRemoved: 'The device is not removed. Try again with a network.',
  steps: 'Test',
  step: {
    permission: 'Alerts allowed',
    worker: 'Relais watches in the background',
    service: 'Registered with the alert service',
    accepted: 'Accepted by the alert service',
    shown: 'Shown on this device',
  },
  blocked: 'This is what is in the way',
  found: {
    offline: { title: 'No network.', next: 'The test needs a network. Try again then.' },
    'ios-not-installed': {
      title: 'Relais is not on the home screen.',
      next: 'In Safari, tap Share, then “Add to Home Screen”. Open Relais from there, and test again.',
    },
    unsupported: { title: 'This browser cannot receive alerts.', next: 'Open Relais in Chrome, Edge, Firefox or Safari, not in a private window.' },
    denied: {
      title: 'Alerts are blocked for Relais.',
      next: 'Open the site’s settings, beside the address, and allow notifications. On an iPhone: Settings, Notifications, Relais.',
    },
    default: { title: 'Alerts are not allowed yet.', next: 'Tap “Receive alerts”, then “Allow”.' },
    'no-worker': {
      title: 'Relais does not watch in the background.',
      next: 'Leave the private window if there is one, load Relais again with a network, and test again.',
    },
    'push-service': {
      title: 'The browser’s alert service does not answer.',
      next: 'The school’s network may block it. Try again with mobile data.',
    },
    server: { title: 'The server of Relais does not answer.', next: 'Try again in a minute.' },
    gone: {
      title: 'None of your devices could be reached.',
      next: 'The browser has ended the registration. Relais makes a new one: test again.',
    },
    refused: {
      title: 'The alert service refused the test.',
      next: 'Close Relais, open it again and test again. If it still refuses, tell the administrator.',
    },
    waiting: { title: 'The alert service is overloaded or out of reach.', next: 'The test is sent again by itself. So are real alerts.' },
  },
  lost: 'Accepted, but not shown after 20 s.',
  lostThen: {
    android: 'Switch battery saving off: Settings, Apps, your browser, Battery, “Unrestricted”. Check Do Not Disturb too.',
    ios: 'Settings, Notifications, Relais: allow notifications. Switch Focus and Low Power Mode off.',
    desktop: 'Check that the system shows the browser’s notifications, and that Do Not Disturb is off.',
  },
  refusedStatus: ({ status }) => `answer ${status}`,
};
