/**
 * Characters that nobody sees: controls, formats (bidi, zero width), line separators, lone surrogates, and all that is drawn
 * as nothing. A text with them can read as another one, so they are shown as codes or refused.
 */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
