"""The projector's own words, in English and Japanese. What happened is told in the words of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# By key: in English and in Japanese.
WORDS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "turn": ("turn {} of {}", "{}／{}手番"),
    "deciding": ("Teams are deciding:", "検討中："),
    "answers": ("Answers:", "対応中："),
    "roles": ("Chooses a role:", "役割を選択中："),
    "secret": ("Choose in secret:", "同時に選択中："),
    "at work": ("The teams are at work", "各チーム作業中"),
    "umpire": ("Teams are deciding: umpire", "統裁官の裁定中"),
    "until": ("until {}", "{}まで"),
    "stands": ("clock stands", "時計停止中"),
    "of phase": ("{}, {}", "{}、{}"),
    "forms due": ("forms by {}", "用紙は{}まで"),
    "brief": ("Brief", "説明"),
    "practice": ("Practice", "練習"),
    "news": ("News", "情勢"),
    "plan": ("Plan", "計画"),
    "consult": ("Consult", "協議"),
    "lock": ("Lock", "締切"),
    "reveal": ("Reveal", "公開"),
    "respond": ("Respond", "対応"),
    "rule": ("Rule", "裁定"),
    "report": ("Report", "報告"),
    "interval": ("Break", "休憩"),
    "crisis_opening": ("Opening", "開始"),
    "crisis_debrief": ("Debrief", "総括"),
    "hot_wash": ("Hot-wash", "講評"),
    "over": ("The game is over", "終了"),
    "end": ("The end", "終了"),
    "needs": ("needs {}+", "{}以上で成功"),
    "happens": ("happens on {}+", "{}以上で起こる"),
    "it happens": ("It happens", "起こる"),
    "base": ("Base {}", "基準 {}"),
    "setback": ("Setback", "逆効果"),
    "failure": ("Failure", "失敗"),
    "success": ("Success", "成功"),
    "breakthrough": ("Breakthrough", "大成功"),
    "ladder": ("Ladder", "緊張の段階"),
    "rung": ("{} of {}", "{}／{}"),
    "crisis at": ("crisis at {}", "{}で危機"),
    "administers": ("{} of {}", "{}／{}"),
    "moves": ("Seen moving: {}", "移動を確認：{}"),
    "to": ("{} to {}", "{}→{}"),
    "open": ("Waits for an answer", "対応待ち"),
    "expected": ("{}: at least “{}” is expected", "{}：少なくとも「{}」が期待される"),
    "answered": ("{}: {}", "{}：{}"),
    "asked": ("{} is asked", "{}が対応を問われている"),
    "against": ("against {}", "対象：{}"),
    "unknown": ("Nobody can say who did it", "実行者は不明"),
    "crisis": ("Crisis", "危機"),
    "round": ("Round {} of {}", "第{}／{}ラウンド"),
    "roles head": ("Roles are being chosen", "役割を選択中"),
    "challenger": ("challenger", "挑戦側"),
    "holder": ("holder", "保持側"),
    "choosing": ("chooses", "選択中"),
    "both choose": ("Both sides choose at once, in secret", "双方が同時に、秘密に選択"),
    "together": ("The two choices are turned over together.", "二つの選択は同時に開かれる。"),
    "others choose": ("The other governments choose their roles first", "各国がまず役割を選ぶ"),
    "shot": ("Do arms clash? On {} or more", "武力衝突は{}以上で"),
    "clash": ("They clash", "衝突"),
    "no clash": ("No clash", "衝突なし"),
    "wall": ("The wall, turn by turn", "各指標の推移"),
    "aims": ("Aims", "目標"),
    "all met": ("all met", "すべて達成"),
    "grade": ("{:.1f}", "{:.1f}"),
    "graded": ("mean grade, from 0 to 3", "平均評価、0から3"),
    "not forecast": ("An exploration, not a forecast.", "これは探究であり、予測ではない。"),
    "part": ("{} of {}", "{}／{}"),
})  # fmt: skip

# What each key of the projector does: as `?` shows it, in English and in Japanese.
KEYS = (
    ("Space", "go on with the story", "次へ"),
    ("Backspace", "back", "前へ"),
    ("Escape", "to where the game stands", "現在の局面へ"),
    ("F11", "full screen", "全画面"),
    ("D", "next display", "次の画面"),
    ("J", "English or Japanese", "英語・日本語"),
    ("B", "blank the screen", "画面を消す"),
    ("?", "these keys", "この一覧"),
    ("Ctrl+Q", "close", "閉じる"),
)


class ProjectorWords:
    """The words of the projector in one language.

    >>> ProjectorWords(japanese=False)("turn", 3, 8)
    'turn 3 of 8'
    """

    def __init__(self, japanese: bool) -> None:
        self.japanese = japanese

    def __call__(self, key: str, *values: object) -> str:
        """Return the words of a key with values put in. Raises KeyError for a key that has none."""
        return WORDS[key][self.japanese].format(*values)

    def keys(self) -> list[tuple[str, str]]:
        """Return the projector's keys, each with what it does."""
        return [(key, japanese if self.japanese else english) for key, english, japanese in KEYS]
