const plain = (number: string) => number.replace(/[^\d+]/g, '');

/** The address that calls a number as the directory has it. */
export function telTo(number: string): string {
  return `tel:${plain(number)}`;
}

/** The address that opens a text message with its words; without a number the person chooses to whom. */
export function smsTo(number: string | null, text: string): string {
  // Android reads what follows the question mark, iOS what follows the ampersand.
  return `sms:${number === null ? '' : plain(number)}?&body=${encodeURIComponent(text)}`;
}
