"""Words that carry grammar rather than content: alone they do not make an article an answer."""

_ENGLISH = """
a about after all also an and any are as at be been before but by can could did do does for from
had has have he her his how i if in into is it its may more most my no not of on one only or other
our out over she should so some such than that the their them then there these they this those to
under up us was we were what when where which while who whom whose why will with would you your
"""
_INDONESIAN = """
ada adalah agar akan antara apa apakah atas atau bagi bagaimana bahwa banyak belum bila bisa boleh
bukan dalam dan dapat dari dengan di dia hal hanya harus hingga ia ialah ini itu jika juga kami
kapan karena ke kepada ketika kita lagi lain lalu lebih maka mana masih mereka mengapa mengenai
namun oleh pada para pula pun saat saja sampai sangat saya seperti sebagai sebuah secara sedang
sejak selama semua seorang serta setelah siapa sudah suatu supaya tanpa telah tentang terhadap
tersebut tidak untuk yaitu yang
"""
FUNCTION_WORDS = frozenset((_ENGLISH + _INDONESIAN).split())
