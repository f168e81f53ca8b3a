import pytest

from archive.extraction.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Menteri itu mengatakan bahwa kerja sama kedua negara akan ditingkatkan karena perlu.",
            "id",
        ),
        ("Jurucakap kementerian berkata, kerjasama itu penting kerana ekonomi pada Isnin.", "ms"),
        ("The minister said that cooperation between both countries would grow.", "en"),
        ("Министр сказал, что сотрудничество двух стран будет расти.", "ru"),
        ("قال الوزير إن التعاون بين البلدين سوف ينمو في الأعوام القادمة", "ar"),
        ("وزیر گفت که همکاری‌های دو کشور گسترش خواهد یافت", "fa"),
        ("Le ministre a dit que la coopération entre les deux pays allait croître.", "fr"),
        ("Bakan, iki ülke arasındaki iş birliğinin artacağını söyledi.", "tr"),
        ("部长表示两国之间的合作将会继续发展，双方将加强贸易往来。", "zh"),
        ("大臣は両国の協力がさらに発展するだろうと述べました。", "ja"),
    ],
)
def test_the_language_of_a_text(text, language):
    assert identify("", text)[0] == language


@pytest.mark.parametrize("text", ["", "12 34", "Ya", "🙂🙂🙂", "—"])
def test_of_too_little_text_nobody_can_tell(text):
    assert identify("", text) == ("und", False)
