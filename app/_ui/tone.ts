/** The colours of meaning: b house, d danger, w warning, o the server has it, i information, y the baton ("reach out your hand"). */
export type Tone = 'b' | 'd' | 'w' | 'o' | 'i' | 'y';
