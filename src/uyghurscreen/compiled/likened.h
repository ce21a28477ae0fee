/* Two names side by side, letter by letter: how alike each of their columns is.
 *
 * `likened.py` says what the columns are; `tests/matching/test_likened.py` holds each to
 * a plain counterpart.
 */

typedef struct {
    const uint8_t *data;
    const int64_t *starts;
} Texts;

/* Columns of `structure.CANONICAL`; of a listed name, `words` and `chinese` are those of
 * all names of its entries. longest: of all texts, in bytes. */
typedef struct {
    Texts key, core, brand, sound, skeleton, legal_forms, words, chinese;
    const uint8_t *vowelless;
    int64_t longest;
} Named;

enum { LIKENED = 10, MOST_OF_A_WORD = 600 };

static Bytes text_of(Texts texts, int64_t row) {
    return (Bytes){texts.data + texts.starts[row],
                   texts.starts[row + 1] - texts.starts[row]};
}

static int is_same(Bytes a, Bytes b) {
    return a.size == b.size && memcmp(a.at, b.at, a.size) == 0;
}

/* Words of a text in order of the alphabet, with blanks between; returns its size. */
static int64_t in_order(Bytes text, Word *words, uint8_t *to) {
    int64_t number = 0, size = 0;
    for (int64_t at = 0; at < text.size;) {
        int64_t end = at;
        while (end < text.size && text.at[end] != ' ') end++;
        if (end > at) {
            const Word word = word_at(text.at + at, end - at);
            int64_t place = number++;
            for (; place > 0 && order(word, words[place - 1]) < 0; place--)
                words[place] = words[place - 1];
            words[place] = word;
        }
        at = end + 1;
    }
    for (int64_t i = 0; i < number; i++) size = add(to, size, words[i]);
    return size;
}

static float ratio_of(Bytes a, Bytes b, const Room *room) {
    if (is_same(a, b)) return 1;
    const int64_t same = common(a.at, a.size, b.at, b.size, room->bits);
    return (float)(2.0 * same / (a.size + b.size));
}

/* Likeness with the words of both in order, or without blanks, whichever is more. */
static float whatever_order(Bytes a, Bytes b, const Room *room) {
    if (is_same(a, b)) return 1;
    const Bytes one = {room->one, in_order(a, room->left.words, room->one)};
    const Bytes two = {room->two, in_order(b, room->left.words, room->two)};
    const float spaced = ratio_of(one, two, room);
    const Bytes left = {room->one, letters(a.at, a.size, room->one)};
    const Bytes right = {room->two, letters(b.at, b.size, room->two)};
    const float joined = ratio_of(left, right, room);
    return spaced > joined ? spaced : joined;
}

static int64_t characters_of(Bytes text) {
    int64_t number = 0;
    for (int64_t i = 0; i < text.size; i++) number += (text.at[i] & 0xC0) != 0x80;
    return number;
}

/* The beginning of a text, of so many characters. */
static Bytes begin_of(Bytes text, int64_t characters) {
    int64_t end = 0;
    for (; end < text.size; end++)
        if ((text.at[end] & 0xC0) != 0x80 && characters-- == 0) break;
    return (Bytes){text.at, end};
}

/* Likeness to as many letters of the other's start. */
static float by_start(Bytes query, Bytes listed, const Room *room) {
    const Bytes one = {room->one, letters(query.at, query.size, room->one)};
    const Bytes two = {room->two, letters(listed.at, listed.size, room->two)};
    return ratio_of(one, begin_of(two, characters_of(one)), room);
}

/* From 1, the same words, to -1, none in common; nought if there are none on a side. */
static float agreement(Bytes a, Bytes b, const Room *room) {
    if (a.size == 0 || b.size == 0) return 0;
    const int64_t n = words_of(a, room->left.words);
    const int64_t m = words_of(b, room->right.words);
    int64_t shared = 0;
    for (int64_t i = 0, j = 0; i < n && j < m;) {
        const int compared = order(room->left.words[i], room->right.words[j]);
        shared += compared == 0;
        i += compared <= 0;
        j += compared >= 0;
    }
    return (float)(2.0 * shared / (n + m - shared) - 1);
}

/* Weight of the words that are not among the others, in thousandths of the most. */
static float strange(Bytes query, Bytes others, const Table *weights, const Room *room) {
    const int64_t n = words_of(query, room->left.words);
    const int64_t m = words_of(others, room->right.words);
    int64_t sum = 0;
    for (int64_t i = 0, j = 0; i < n; i++) {
        const Word word = room->left.words[i];
        while (j < m && order(room->right.words[j], word) < 0) j++;
        if (j < m && order(room->right.words[j], word) == 0) continue;
        const int weight = in(weights, word.at, word.size);
        sum += weight < MOST_OF_A_WORD ? weight : MOST_OF_A_WORD;
    }
    return (float)sum;
}

/* A character as bits, and its bytes; the text is UTF-8. */
static int64_t character(const uint8_t *at, uint32_t *made) {
    const int64_t size = *at < 0x80 ? 1 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : 4;
    *made = 0;
    for (int64_t i = 0; i < size; i++) *made = *made << 8 | at[i];
    return size;
}

/* Length of the longest common subsequence in characters; row: room for one. */
static int64_t common_characters(Bytes a, Bytes b, int32_t *row) {
    const int64_t m = characters_of(b);
    memset(row, 0, (m + 1) * sizeof *row);
    for (const uint8_t *at = a.at; at < a.at + a.size;) {
        uint32_t one, two;
        at += character(at, &one);
        const uint8_t *other = b.at;
        int32_t before = 0;
        for (int64_t j = 1; j <= m; j++) {
            other += character(other, &two);
            const int32_t above = row[j];
            if (one == two) row[j] = before + 1;
            else if (row[j - 1] > above) row[j] = row[j - 1];
            before = above;
        }
    }
    return row[m];
}

/* Likeness of a brand in Chinese to the most alike of others. One that stands in the
 * other, in order, is the same. Not a number if there is none on a side. */
static float in_chinese(Bytes brand, Bytes others, int32_t *row) {
    if (brand.size == 0 || others.size == 0) return __builtin_nanf("");
    const int64_t n = characters_of(brand);
    float best = 0;
    for (int64_t at = 0; at < others.size;) {
        int64_t end = at;
        while (end < others.size && others.at[end] != ' ') end++;
        const Bytes other = {others.at + at, end - at};
        const int64_t m = characters_of(other), shorter = n < m ? n : m;
        const int64_t same = common_characters(brand, other, row);
        const double apart = (double)(n + m - 2 * same) / (n + m);
        float alike = (float)((1 - apart) * 100) * 0.01f;
        if (shorter > 1 && same == shorter) alike = 1;
        if (alike > best) best = alike;
        at = end + 1;
    }
    return best;
}

/* Write how alike the names of pairs are, a row a pair, in the order of
 * `likened.LIKENED`; returns -1 without memory. */
EXPORT int32_t likened(const Named *queries, const Named *listed, const uint32_t *query,
                       const uint32_t *form, int64_t pairs, const Table *weights,
                       float *made) {
    const int64_t longest =
        queries->longest > listed->longest ? queries->longest : listed->longest;
    Room room = room_for(longest);
    int32_t *row = malloc((longest + 1) * sizeof *row);
    const int ready = is_there(&room) && row;
    for (int64_t pair = 0; ready && pair < pairs; pair++) {
        const int64_t i = query[pair], j = form[pair];
        const Bytes key = text_of(queries->key, i), other = text_of(listed->key, j);
        const Bytes core = text_of(queries->core, i), whole = text_of(listed->core, j);
        const Bytes brand = text_of(queries->brand, i);
        const Bytes own = text_of(listed->brand, j);
        const int branded = brand.size && own.size;
        const int bare = queries->vowelless[i] || listed->vowelless[j];
        const Bytes heard = text_of(bare ? queries->skeleton : queries->sound, i);
        const Bytes said = text_of(bare ? listed->skeleton : listed->sound, j);
        float *to = made + LIKENED * pair;
        to[0] = is_same(key, other);
        to[1] = key.size <= other.size && memcmp(key.at, other.at, key.size) == 0;
        to[2] = whatever_order(core, whole, &room);
        to[3] = whatever_order(branded ? brand : core, branded ? own : whole, &room);
        take_apart(brand, &room.left);
        take_apart(own, &room.right);
        to[4] = branded ? alike(&room).by_words : 0;
        to[5] = heard.size && said.size ? ratio_of(heard, said, &room) : 0;
        to[6] = by_start(core, whole, &room);
        to[7] = in_chinese(text_of(queries->chinese, i), text_of(listed->chinese, j), row);
        to[8] = agreement(text_of(queries->legal_forms, i),
                          text_of(listed->legal_forms, j), &room);
        to[9] = strange(text_of(queries->words, i), text_of(listed->words, j), weights,
                        &room);
    }
    leave(&room);
    free(row);
    return ready ? 0 : -1;
}
