/* Columns of text; see `library.py`. */

/* Put each text one byte behind where it is to begin, among the blanks there. */
EXPORT void place(const uint8_t *data, const int64_t *starts, int64_t texts,
                  const int64_t *begins, uint8_t *to) {
    for (int64_t i = 0; i < texts; i++)
        memcpy(to + begins[i] + 1, data + starts[i], starts[i + 1] - starts[i]);
}
