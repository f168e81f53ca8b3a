"""Words that carry grammar rather than content: alone they do not make an article an answer."""

_ENGLISH = """
a about after all also an and any are as at be been before but by can could did do does doing done
during each either else ever every for from had has have having he her here hers him his how however
i if in into is it its itself just may me might more most much must my no nor not of off on once one
only or other our ours out over own please same shall she should so some such tell than that the
their theirs them then there these they this those through to too under until up upon us very was we
were what whatever when whenever where whereby wherever whether which while who whoever whom whose
why will with within without would you your yours
"""
_INDONESIAN = """
ada adakah adalah agar aku akan antara apa apabila apakah atas atau bagaimana bagaimanakah bagi
bahwa banyak beberapa belum berapa berapakah bila bisa bisakah boleh bukan dalam dan dapat
dapatkah dari darimana darimanakah daripada demi dengan di dia dimana dimanakah hal hanya harus
hingga ia ialah ini itu jika juga kalau kami kamu kapan kapankah karena ke kemana kemanakah kepada
ketika kita lagi lain lalu lebih maka mana manakah masih mengapa mengapakah mengenai mereka namun
oleh pada para per pernah pula pun saat saja sampai sangat saya sebagai sebuah sebutkan secara
sedang sejak selama semua seorang seperti serta setelah si siapa siapakah suatu sudah supaya tanpa
telah tentang terhadap tersebut tetapi tidak tidakkah untuk yaitu yakni yang
"""
# Words of questions that name what sort of answer is wanted: texts seldom say them beside it.
_ASKING = """
berada bernama berasal dimaksud disebut jumlah lengkap letak letaknya lokasi nama sekarang terjadi
terletak
called exactly kind located location name named sort
"""
FUNCTION_WORDS = frozenset((_ENGLISH + _INDONESIAN).split())
ASKING_WORDS = frozenset(_ASKING.split()) - FUNCTION_WORDS


def carries_content(key: str, written: str) -> bool:
    """Whether a word, given folded and as written, says more than grammar; AS and WHO do."""
    return key not in FUNCTION_WORDS or (len(written) > 1 and written.isupper())
