# huabiao_embed(room NAME namespace::function DIR): compiles every file below DIR into the room as read-only bytes, found
# at run time by relative path through embedded_files() of the generated header. Uses the assembler's .incbin, so a
# megabyte of console costs no compile time.
