/* Texts whose misspelled words are put right as a listed name has them; see `slips.py`.
 * Slips are counted in halves: letters swapped, one of them doubled, and a letter that
 * looks like another are half a slip. */

enum { LONG_WORD = 7 };

static int is_word(Bytes word, const uint32_t *other, int64_t size) {
    if (word.size != size) return 0;
    for (int64_t i = 0; i < size; i++)
        if (word.at[i] != other[i]) return 0;
    return 1;
}

static int is_ascii(const uint32_t *word, int64_t size) {
    for (int64_t i = 0; i < size; i++)
        if (word[i] >= 0x80) return 0;
    return 1;
}

/* Say if a text has a word. */
static int has_word(Bytes text, const uint32_t *word, int64_t size) {
    for (int64_t at = 0; at < text.size;) {
        const Bytes one = next_word(text, &at);
        if (is_word(one, word, size)) return 1;
    }
    return 0;
}

/* Say if two words look alike, whatever letters they are written with. */
static int look_alike(Bytes word, const uint32_t *other, int64_t size) {
    uint8_t letters[LONGEST_ODD], one[LONGEST_ODD], two[LONGEST_ODD];
    if (size > LONGEST_ODD) return 0;
    for (int64_t i = 0; i < size; i++) letters[i] = (uint8_t)other[i];
    const int64_t n = seen_as(word, one), m = seen_as((Bytes){letters, size}, two);
    return n == m && memcmp(one, two, n) == 0;
}

/* How many halves of a slip a listed word is from another, or -1 if they are not near. */
static int near_by(Bytes word, const uint32_t *letters, const uint32_t *other,
                   int64_t size) {
    const int n = (int)word.size, m = (int)size, shorter = n < m ? n : m;
    const int most = shorter < LONG_WORD ? 1 : 2; /* edits, of two halves each */
    if (shorter < SHORTEST_ODD || n - m > 2 || m - n > 2 || !is_ascii(other, size))
        return -1;
    if (look_alike(word, other, size)) return 1;
    if (edits(letters, n, other, m) > most) return -1;
    return apart_by(letters, n, other, m, 2 * most, 1);
}

/* Find the word of a listed name that another is misspelled for; returns its row among
 * the listed words, or -1, and how many halves of a slip apart they are. Syllables of
 * pinyin may be a brand or a place of their own (Binjiang is not Xinjiang): they are
 * only taken for another place or trade that is half a slip away. */
static int32_t meant_by(Bytes word, int pinyin, Bytes text, const Words *listed,
                        const int32_t *rows, int64_t number, int *halves) {
    uint32_t letters[LONGEST_ODD];
    int32_t found = -1;
    for (int64_t i = 0; i < word.size; i++) letters[i] = word.at[i];
    for (int64_t i = 0; i < number; i++) {
        const uint32_t *other = listed->letters + listed->starts[rows[i]];
        const int64_t size = listed->starts[rows[i] + 1] - listed->starts[rows[i]];
        if (is_word(word, other, size)) return -1;
        const int apart = near_by(word, letters, other, size);
        if (pinyin && (listed->mark[rows[i]] == BRAND || apart > 1)) continue;
        if (apart < 0 || (found >= 0 && apart >= *halves)) continue;
        if (has_word(text, other, size)) continue;
        found = rows[i];
        *halves = apart;
    }
    return found;
}

/* Write the texts of pairs with misspelled words put right as the listed name has them,
 * each with a nought behind it. Returns the number of pairs there is one for.
 *
 * data, starts: the folded texts; query, form: the pairs, those of a text side by side.
 * made: room for one and a half times the text of every pair, and a nought; rows: takes
 * the pair of each text, halves: how many halves of slips there are in words of the
 * brand, then in others, a row a text; size: takes the bytes that were written. */
EXPORT int64_t mended(const uint8_t *data, const int64_t *starts, const Words *listed,
                      const Table *known, const uint32_t *query, const uint32_t *form,
                      int64_t pairs, uint8_t *made, int64_t *rows, int64_t *halves,
                      int64_t *size) {
    Bytes odd[NAMED];
    int pinyin[NAMED];
    int64_t number = 0, texts = 0;
    *size = 0;
    for (int64_t pair = 0; pair < pairs; pair++) {
        const Bytes text = {data + starts[query[pair]],
                            starts[query[pair] + 1] - starts[query[pair]]};
        if (pair == 0 || query[pair] != query[pair - 1]) {
            number = 0;
            for (int64_t at = 0; at < text.size;) {
                const Bytes word = next_word(text, &at);
                if (number == NAMED || !is_strange(known, word)) continue;
                pinyin[number] = in_pinyin(known, word);
                odd[number++] = word;
            }
        }
        const int64_t first = listed->first[form[pair]];
        const int64_t words = listed->first[form[pair] + 1] - first;
        const uint8_t *from = text.at;
        int64_t of_text[2] = {0, 0};
        for (int64_t i = 0; i < number; i++) {
            int apart = 0;
            const int32_t row = meant_by(odd[i], pinyin[i], text, listed,
                                         listed->rows + first, words, &apart);
            if (row < 0) continue;
            of_text[listed->mark[row] != BRAND] += apart;
            memcpy(made + *size, from, odd[i].at - from);
            *size += odd[i].at - from;
            for (int64_t at = listed->starts[row]; at < listed->starts[row + 1]; at++)
                made[(*size)++] = (uint8_t)listed->letters[at];
            from = odd[i].at + odd[i].size;
        }
        if (from == text.at) continue;
        memcpy(made + *size, from, text.at + text.size - from);
        *size += text.at + text.size - from;
        made[(*size)++] = 0;
        rows[texts] = pair;
        memcpy(halves + 2 * texts++, of_text, sizeof of_text);
    }
    return texts;
}
