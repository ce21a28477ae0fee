/* The marked tokens of a name, and its words by role; see `names/tokens.py`. */

/* The columns of text that are made of each name, one behind the other. */
enum { SPELLED, TOKENS, CORE, BRANDS, OF_ROLES, ROLES = 4, COLUMNS = OF_ROLES + ROLES };

/* Marks; several of them are a sum. */
enum { OF_COMPANY = 1, OF_PLACE = 2, OF_NUMBER = 4, OF_FORM = 8, SPELLED_AS = 16 };

static int bit_of(uint8_t letter) {
    switch (letter) {
    case '#': return OF_COMPANY;
    case '@': return OF_PLACE;
    case '%': return OF_NUMBER;
    case '~': return OF_FORM;
    case '|': return SPELLED_AS;
    default: return 0;
    }
}

/* Where a mark stands in a token, with something behind it, or where the token ends. */
static int64_t marked_at(Word token, int marks) {
    for (int64_t i = 0; i + 1 < token.size; i++)
        if (bit_of(token.at[i]) & marks) return i;
    return token.size;
}

/* Room that a column is written to, each text with a nought behind it. */
typedef struct {
    uint8_t *at;
    int64_t size, begin;
} Column;

static void end_text(Column *column) {
    column->at[column->size++] = 0;
    column->begin = column->size;
}

/* Add a word behind a blank, without some marks. */
static void add_word(Column *column, const uint8_t *at, int64_t size, int marks) {
    if (column->size > column->begin) column->at[column->size++] = ' ';
    for (int64_t i = 0; i < size; i++)
        if (!(bit_of(at[i]) & marks)) column->at[column->size++] = at[i];
}

/* Write the columns of some texts: their tokens as they are spelled, each once; these
 * without what they were written with; the canonical words; the brand; and the words of
 * each role, in order. Each column has `room` bytes from `made` on.
 *
 * sizes: takes the bytes of every column. Returns -1 without memory. */
EXPORT int32_t tokens(const uint8_t *data, const int64_t *starts, int64_t texts,
                      int64_t longest, int64_t room, uint8_t *made, int64_t *sizes) {
    static const int roles[ROLES] = {OF_COMPANY, OF_PLACE, OF_NUMBER, OF_FORM};
    const int any_but_form = OF_COMPANY | OF_PLACE | OF_NUMBER;
    Column columns[COLUMNS];
    for (int c = 0; c < COLUMNS; c++) columns[c] = (Column){made + c * room, 0, 0};
    Word *words = malloc((longest + 2) * sizeof *words);
    Word *sorted = malloc((longest + 2) * sizeof *sorted);
    const int ready = words && sorted;
    for (int64_t text = 0; ready && text < texts; text++) {
        int64_t number = 0;
        for (int64_t at = starts[text]; at < starts[text + 1];) {
            int64_t end = at;
            while (end < starts[text + 1] && data[end] != ' ') end++;
            if (end > at) {
                const Word word = word_at(data + at, end - at);
                int64_t i = 0;
                while (i < number && !same(words[i], word)) i++;
                if (i == number) words[number++] = word;
            }
            at = end + 1;
        }
        for (int64_t i = 0; i < number; i++) {
            add_word(columns + SPELLED, words[i].at, words[i].size, 0);
            Word *token = words + i;
            token->size = marked_at(*token, SPELLED_AS);
            add_word(columns + TOKENS, token->at, token->size, 0);
            const int64_t core = marked_at(*token, OF_FORM);
            if (core) add_word(columns + CORE, token->at, core, any_but_form);
            const int64_t brand = marked_at(*token, any_but_form | OF_FORM);
            if (brand) add_word(columns + BRANDS, token->at, brand, 0);
        }
        for (int role = 0; role < ROLES; role++) {
            int64_t found = 0;
            for (int64_t i = 0; i < number; i++) {
                const int64_t at = marked_at(words[i], roles[role]);
                if (at == words[i].size) continue;
                const Word word = word_at(words[i].at + at, words[i].size - at);
                int64_t place = found++;
                for (; place > 0 && order(word, sorted[place - 1]) < 0; place--)
                    sorted[place] = sorted[place - 1];
                sorted[place] = word;
            }
            Column *column = columns + OF_ROLES + role;
            for (int64_t i = 0; i < found; i++)
                add_word(column, sorted[i].at, sorted[i].size, roles[role]);
        }
        for (int c = 0; c < COLUMNS; c++) end_text(columns + c);
    }
    for (int c = 0; c < COLUMNS; c++) sizes[c] = columns[c].size;
    free(words);
    free(sorted);
    return ready ? 0 : -1;
}
