package dev.kernelbridge.bind.c;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places and comments of names. */
class OriginTest {

    private static final Declarations ALL = Parser.header("""
            # 1 "<built-in>"
            # 1 "lib.h" 1
            /* The licence. */

            /** Opens it.
             *  @param name the name
             */
            int open_it(const char *name); // not of the next

            // Closes
            // it.
            void close_it(void);
            # 100 "lib.h"
            int bare(void);

            int below(int x);
            /*
                 Zlib writes it below.
            */

            int first(void), second(void); /* both */
            /* A point. */
            typedef struct {
                int x;   /* across */
                int y;   ///< up
                // inside
                struct { int z; };
            } point;
            enum color {
                RED,     /* like blood */
                // like grass
                GREEN = 3, BLUE /* like the sea */
            };
            /* how many */
            #define MANY 5
            #define FEW 2 // not many
            struct tagged { int m; /* of tagged */ };
            # 7 "other\\\\file.h"
            int elsewhere(void);
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            open_it      | lib.h, line 6, column 5       | Opens it.~  @param name the name
            close_it     | lib.h, line 10, column 6      | Closes~ it.
            bare         | lib.h, line 100, column 5     |
            below        | lib.h, line 102, column 5     | Zlib writes it below.
            first        | lib.h, line 107, column 5     | both
            second       | lib.h, line 107, column 18    | both
            point        | lib.h, line 114, column 3     | A point.
            point.x      | lib.h, line 110, column 9     | across
            point.y      | lib.h, line 111, column 9     | up
            point.z      | lib.h, line 113, column 18    |
            RED          | lib.h, line 116, column 5     | like blood
            GREEN        | lib.h, line 118, column 5     | like grass
            BLUE         | lib.h, line 118, column 16    | like the sea
            MANY         | lib.h, line 121, column 9     | how many
            FEW          | lib.h, line 122, column 9     | not many
            struct tagged | lib.h, line 123, column 1    |
            struct tagged.m | lib.h, line 123, column 21 | of tagged
            elsewhere    | other\\file.h, line 7, column 5 |
            """)
    void areKept(String name, String place, String comment) {
        Declarations.Origin origin = ALL.origins().get(name);
        assertEquals(place, origin.at().toString());
        assertEquals(comment == null ? "" : comment.replace("~", "\n"), origin.comment());
    }

    @Test
    void nothingWasRefused() {
        assertEquals(List.of(), ALL.refused());
    }
}
