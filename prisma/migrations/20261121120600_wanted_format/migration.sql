-- An upload can say its format as the command line always could: the worker that imports it later has to know.
ALTER TABLE "import_file" ADD COLUMN "wanted_format" TEXT;
