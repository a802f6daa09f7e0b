'use client';

/** One screen could not be made: the others stay a click away. */
export { PageError as default } from '@/components/shell/page-error';
