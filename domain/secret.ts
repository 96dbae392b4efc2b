/** A word for a password, and what follows it: "mdp : Soleil42", "password=abc", "le code est 4F7c!". */
const NAMED =
  /(?:mots?\s+de\s+passe|\bmdp\b|\bpass(?:word|wd|e)?\b|\bpwd\b)\s*(?:temporaire|provisoire|générique|est|sera|is|was)?\s*(?::|=|est|is)\s*["'«]?\s*(\S{4,})/iu;
/** What follows and is no secret: "mot de passe : oublié". */
const HARMLESS =
  /^(?:oubli|perdu|expir|refus|inconnu|à|a\b|ne\b|pas\b|trop|bloqu|chang|réinit|reinit|incorrect|invalid|forgot|lost|wrong|reset|expired|not\b|\*+)/iu;

/**
 * Does this text seem to tell a password? A password never enters a ticket (domain.md section 6). Errs on the side of silence: it asks for a
 * word such as "mot de passe" followed by a sign and something that is not an ordinary complaint about it.
 */
export function tellsPassword(text: string): boolean {
  const found = NAMED.exec(text)?.[1];
  return found !== undefined && !HARMLESS.test(found);
}
