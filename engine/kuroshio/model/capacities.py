"""The capacities of the kernel's records. `kuroshio check` refuses content that needs more.

Sizes are fixed, so that one compilation serves every scenario; unused capacity costs almost nothing.
"""

MAX_FACTIONS = 20  # governments, seated or not
MAX_PAIRS = 64  # pairs of factions between which pair tracks run
MAX_AREAS = 62  # areas of a map: sets of them are bits of a 64-bit integer
MAX_FLASHPOINTS = 8  # flashpoints, each with a ladder
MAX_TRACKS = 64  # kinds of track
MAX_SLOTS = 1024  # slots: a track for each entity of its scope
MAX_ENTITIES = 160  # entities of one scope: MAX_FACTIONS * MAX_FLASHPOINTS stances
MAX_KINDS = 16  # kinds of piece
MAX_PIECES = 64  # pieces
MAX_ACTIONS = 384  # rows of the catalogue
MAX_HAND = 256  # actions that one faction may order: their number is 8 bits of a die's key
MAX_CLASSES = 16  # classes of coercive act
MAX_OBLIGATIONS = 64  # rows of the obligations table
MAX_LEVELS = 8  # levels of response, and statuses of an obligation
MAX_GATES = 16  # legal decisions
MAX_EVENTS = 96  # events
MAX_INJECTS = 48  # injects of a scenario
MAX_PROJECTS = 48  # staged projects
MAX_STAGES = 6  # stages of one project
MAX_MEASURES = 64  # measures of a scenario
MAX_GOALS = 8  # conditions of success of one seat
MAX_POSTURES = 96  # rows of the postures table
MAX_ENDINGS = 8  # ways in which a crisis may end
MAX_LINKS = 96  # causes that bear on numbers of the mechanisms
MAX_ROLES = 8  # roles of those outside a crisis
MAX_CANDIDATES = 12  # areas, targets or partners that one action may name
MAX_CONDITIONS = 8192  # conditions in all tables
MAX_EFFECTS = 4096  # effects in all tables
MAX_MODIFIERS = 2048  # modifiers in all tables
MAX_ROLL_MODIFIERS = 8  # modifiers of one roll
MAX_LEANINGS = 4096  # lines of all doctrines
MAX_DOCTRINES = 64  # doctrines
MAX_LINES = 256  # lines of one doctrine, for the same reason
MAX_ORDERS = 96  # orders of one turn, all seats together
MAX_INCIDENTS = 16  # incidents of one turn, with the open cases of earlier ones
MAX_LASTING = 160  # lasting effects
MAX_OPTIONS = 2048  # legal orders of one seat at one moment
