/** As far as it matters for allowing a camera again. */
export const BROWSERS = ['android', 'samsung', 'firefoxAndroid', 'ios', 'iosApp', 'firefox', 'safari', 'desktop'] as const;
export type BrowserKind = (typeof BROWSERS)[number];

/**
 * Which browser somebody has, by what it says of itself.
 * @param touches fingers that it feels: an iPad calls itself a Mac, and only its fingers tell
 * @param isInstalled it was opened from its own icon, not in a tab
 */
export function browserOf(agent: string, touches: number, isInstalled: boolean): BrowserKind {
  if (/iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && touches > 1)) return isInstalled ? 'iosApp' : 'ios';
  if (/Android/.test(agent)) return /SamsungBrowser/.test(agent) ? 'samsung' : /Firefox/.test(agent) ? 'firefoxAndroid' : 'android';
  if (/Firefox/.test(agent)) return 'firefox';
  return /Safari/.test(agent) && !/Chrome|Chromium|Edg/.test(agent) ? 'safari' : 'desktop';
}
