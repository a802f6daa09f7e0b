'use client';

/** The shell itself could not be made: there is nothing around this page. */
export { PageError as default } from '@/components/shell/page-error';
