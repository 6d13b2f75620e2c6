"""The command line's own words, in both languages."""

from povcalc.messages import Text

APP = Text(
    "Check a poverty-reduction plan's figures: do they add up, do they agree, what do they imply?",
    "Kiểm tra số liệu của kế hoạch giảm nghèo: có cộng đúng, có khớp nhau không và cho biết điều gì?",
)
CHECK = Text(
    "Check plans: household counts against target rates, sums, funding. "
    "Without FILE, the built-in plan of Yên Bái for 2019.",
    "Kiểm tra kế hoạch: số hộ so với mức giảm tỷ lệ hộ nghèo, các số tổng, kinh phí. "
    "Không nêu TỆP thì dùng kế hoạch năm 2019 của Yên Bái cài sẵn.",
)
SCHEMA = Text(
    "Print what a plan file may hold: every field with its meaning, unit and an example.",
    "In nội dung của tệp kế hoạch: mọi trường với ý nghĩa, đơn vị và ví dụ.",
)
SCHEMA_FORMAT = Text(
    "json: a JSON Schema for editors (default); markdown: the reference of docs/format.md.",
    "json: JSON Schema cho trình soạn thảo (mặc định); markdown: phần tra cứu của docs/format.vi.md.",
)
EXPLAIN = Text(
    "List the checks, or tell all of one: what it asserts, a plan that fails it, how to mend it.",
    "Liệt kê các phép kiểm tra, hoặc giải thích một phép: nội dung, ví dụ không đạt, cách sửa.",
)
EXPLAINED_CODE = Text(
    "A check's code or slug, such as T101, or a family such as T. Without it, all are listed.",
    "Mã hoặc tên ngắn của phép kiểm tra, ví dụ T101, hoặc một nhóm, ví dụ T. Không nêu thì liệt kê tất cả.",
)
EXPLAIN_FORMAT = Text(
    "table for people (default); markdown, as in docs/checks.md; json: see docs/json.md.",
    "table: bảng cho người đọc (mặc định); markdown: như docs/checks.vi.md; json: xem docs/json.md.",
)
SHOW = Text(
    "Show a part of a plan as a table, or the plan on one screen. Without FILE, the built-in plan of Yên Bái for 2019.",
    "Hiển thị một phần của kế hoạch thành bảng, hoặc tóm tắt kế hoạch trên một màn hình. Không nêu TỆP thì dùng kế "
    "hoạch năm 2019 của Yên Bái cài sẵn.",
)
PART = Text(
    "targets, funding, standard, measures, schedule or actors. Without it, a portrait of the plan.",
    "targets: mục tiêu; funding: kinh phí; standard: chuẩn nghèo; measures: giải pháp; schedule: tiến độ; actors: "
    "phân công. Không nêu thì tóm tắt kế hoạch.",
)
SHOWN_FILE = Text(
    "A file, or - for standard input; a file that is named like a part as ./targets.",
    "Một tệp, hoặc - để đọc từ đầu vào chuẩn; tệp trùng tên một phần thì viết ./targets.",
)
SHOW_FORMAT = Text(
    "table for people (default); markdown for documents; csv: a part as data; json: see docs/json.md.",
    "table: bảng cho người đọc (mặc định); markdown: cho văn bản; csv: dữ liệu của một phần; json: xem docs/json.md.",
)
AS_OF = Text(
    "With schedule: what is past, under way and to come on a day, such as 2019-11-10, 10/11/2019 or today.",
    "Dùng với schedule: phần nào đã qua, đang thực hiện, chưa đến vào một ngày, ví dụ 10/11/2019, 2019-11-10 hoặc "
    "today (hôm nay).",
)
WITH = Text(
    "With actors: all that one actor leads and joins in, by its id, such as so-tai-chinh.",
    "Dùng với actors: mọi việc một cơ quan chủ trì và phối hợp, theo mã, ví dụ so-tai-chinh.",
)
VERSION = Text("Print the version and exit.", "In phiên bản rồi thoát.")
FILES = Text(
    "Files, folders (every plan in them), or - for standard input.",
    "Tệp, thư mục (mọi kế hoạch trong đó), hoặc - để đọc từ đầu vào chuẩn.",
)
FORMAT = Text(
    "table for people (default); concise: one line a finding; json: see docs/json.md; sarif, junit, github, gitlab, "
    "markdown: see docs/ci.md.",
    "table: bảng cho người đọc (mặc định); concise: mỗi phát hiện một dòng; json: xem docs/json.md; sarif, junit, "
    "github, gitlab, markdown: xem docs/ci.vi.md.",
)
OUTPUT = Text(
    "Write the format into FILE and keep the tables on the screen. FORMAT=FILE writes one format more; may be "
    "repeated.",
    "Ghi theo định dạng đã chọn vào TỆP, trên màn hình vẫn là bảng. ĐỊNH_DẠNG=TỆP ghi thêm một định dạng; có thể lặp "
    "lại.",
)
STRICT = Text(
    "Fail on warnings too; --no-strict does not, whatever the settings say.",
    "Coi cảnh báo cũng là không đạt; --no-strict thì không, dù thiết lập ghi gì.",
)
FAIL_UNDECIDED = Text(
    "Fail when a check could not be decided; --no-fail-undecided does not.",
    "Coi phép kiểm tra chưa kết luận được cũng là không đạt; --no-fail-undecided thì không.",
)
SELECT = Text(
    "Run only these checks: codes or families, such as T101 or F; may be repeated or joined by commas.",
    "Chỉ chạy các phép kiểm tra này: mã hoặc nhóm, ví dụ T101 hoặc F; có thể lặp lại hoặc ngăn bằng dấu phẩy.",
)
IGNORE = Text("Leave out these checks.", "Bỏ qua các phép kiểm tra này.")
QUIET = Text("Print findings only: no tables, no summary.", "Chỉ in phát hiện: không in bảng và phần tổng hợp.")
NO_DEFAULT = Text(
    "Refuse to fall back on the built-in plan when no file is named.",
    "Không dùng kế hoạch cài sẵn khi không nêu tệp nào.",
)
LANG = Text(
    "Language: en or vi. Else POVCALC_LANG, else the settings, else the locale.",
    "Ngôn ngữ: en hoặc vi. Nếu không nêu thì theo POVCALC_LANG, rồi đến thiết lập, rồi đến locale.",
)
WHY = Text(
    "Say where a figure's range comes from: stated figures with their places, assumptions, and the arithmetic.",
    "Cho biết khoảng giá trị của một số liệu từ đâu mà có: các số đã ghi kèm vị trí, giả định và phép tính.",
)
WHICH_FIGURE = Text(
    "An area's id or path, a dot, and a field: tram-tau.households, yen-bai/tram-tau.poverty_rate_start.",
    "Mã hoặc đường dẫn của địa bàn, dấu chấm, rồi tên trường: tram-tau.households, "
    "yen-bai/tram-tau.poverty_rate_start.",
)
ONE_FILE = Text(
    "A file, or - for standard input. Without it, the built-in plan of Yên Bái for 2019.",
    "Một tệp, hoặc - để đọc từ đầu vào chuẩn. Không nêu thì dùng kế hoạch năm 2019 của Yên Bái cài sẵn.",
)
WHY_FORMAT = Text(
    "table for people (default); json: see docs/json.md.",
    "table: cho người đọc (mặc định); json: xem docs/json.md.",
)
WHATIF = Text(
    "Change figures and see what follows: for the areas, their people held, for the money, and for the findings.",
    "Thay đổi số liệu và xem hệ quả: với các địa bàn (dân số giữ nguyên), với kinh phí và với kết quả kiểm tra.",
)
SET = Text(
    "A change, such as tram-tau.reduction_households=500, '*.reduction_rate=+0.5' (areas inside the root; ** all), "
    "funding.oda=-10%, x1.2, '>9', 840..930, ~900. May be repeated; changes apply in their order.",
    "Một thay đổi, ví dụ tram-tau.reduction_households=500, '*.reduction_rate=+0.5' (các địa bàn trực thuộc; ** là tất "
    "cả), funding.oda=-10%, x1.2, '>9', 840..930, ~900. Có thể lặp lại; áp dụng theo thứ tự.",
)
SCENARIO = Text(
    "A file of changes (see README); several are shown side by side with the plan.",
    "Tệp phương án gồm các thay đổi (xem README.vi); nêu nhiều tệp thì so sánh cạnh kế hoạch.",
)
REBALANCE = Text(
    "total: stated totals follow their parts. others: the other parts take up the difference, in proportion. Without "
    "it, a sum that no longer holds is a finding.",
    "total: số tổng đã ghi theo tổng các phần. others: các phần khác bù phần chênh lệch theo tỷ lệ. Không nêu thì số "
    "tổng không còn khớp sẽ thành phát hiện.",
)
KEEP_STATED = Text(
    "Leave stated figures that follow from a change, such as the end rate, as they are.",
    "Giữ nguyên các số đã ghi lẽ ra thay đổi theo, ví dụ tỷ lệ cuối năm.",
)
SEEK = Text(
    "Say what it would take to reach a goal: the least demanding figures that are sure to, and those that could.",
    "Cho biết cần bao nhiêu để đạt một đích: mức ít đòi hỏi nhất mà chắc chắn đạt, và mức có thể đạt.",
)
GOAL = Text(
    "A figure and what it is to reach, in quotes: 'tram-tau.poverty_rate_end<=40', 'yen-bai.reduction_rate>6', "
    "'funding.total<=5000000'.",
    "Một số liệu và mức cần đạt, đặt trong dấu nháy: 'tram-tau.poverty_rate_end<=40', 'yen-bai.reduction_rate>6', "
    "'funding.total<=5000000'.",
)
VARY = Text(
    "The target, or the funding line, that is varied: tram-tau.reduction_households, funding.oda, or several in "
    "proportion, such as '*.reduction_rate'. May be repeated.",
    "Chỉ tiêu hoặc nguồn vốn được thay đổi: tram-tau.reduction_households, funding.oda, hoặc nhiều số theo tỷ lệ, ví "
    "dụ '*.reduction_rate'. Có thể lặp lại.",
)
SAVE_CHANGED = Text(
    "Write the changed plan to a new file: the plan's text with these figures changed.",
    "Ghi kế hoạch đã thay đổi vào tệp mới: nguyên văn tệp cũ, chỉ đổi các số liệu này.",
)
SHEETS_FORMAT = Text(
    "table for people (default); markdown for documents; csv: what follows, as data; json: see docs/json.md.",
    "table: bảng cho người đọc (mặc định); markdown: cho văn bản; csv: hệ quả dưới dạng dữ liệu; json: xem "
    "docs/json.md.",
)
INIT = Text(
    "Begin a plan: a file with comments and blanks, each of which is a finding of check until it is filled in.",
    "Tạo tệp kế hoạch mới có chú thích và các chỗ trống; check báo từng chỗ trống cho đến khi được điền.",
)
INIT_FILE = Text(
    "The file to write, which must not be there yet. Without it, or with -, standard output.",
    "Tệp cần ghi, chưa có sẵn. Không nêu, hoặc nêu -, thì ghi ra đầu ra chuẩn.",
)
INIT_NAME = Text(
    "The name of the area that the plan is about, such as 'Tỉnh Lào Cai'.",
    "Tên địa bàn của kế hoạch, ví dụ 'Tỉnh Lào Cai'.",
)
INIT_KIND = Text(
    "Its kind, such as province. Else as its name says.", "Loại địa bàn, ví dụ province. Không nêu thì theo tên."
)
INIT_YEAR = Text("The year that the targets are for.", "Năm thực hiện mục tiêu.")
INIT_AREAS = Text("How many areas inside are listed; 2 unless said.", "Số địa bàn trực thuộc; không nêu thì là 2.")
INIT_FROM = Text(
    "Start from a CSV table of areas and figures, or - for standard input: columns as for --figures, and parent, kind.",
    "Bắt đầu từ bảng CSV địa bàn và số liệu, hoặc - để đọc từ đầu vào chuẩn: cột như --figures, thêm cột trực thuộc, "
    "loại.",
)
FORCE = Text("Write over a file that is there.", "Ghi đè lên tệp đã có.")
COMPARE = Text(
    "Set two plans side by side by the ids of their areas: draft and approved, two years, or a plan and its result.",
    "So sánh hai kế hoạch theo mã địa bàn: bản dự thảo và bản ban hành, hai năm, hoặc kế hoạch và kết quả.",
)
COMPARED_BEFORE = Text(
    "The plan to compare with: a file, or - for standard input.",
    "Kế hoạch làm gốc so sánh: một tệp, hoặc - để đọc từ đầu vào chuẩn.",
)
COMPARED_AFTER = Text(
    "What it became, or its result. Without it, the one file is compared with the built-in plan of Yên Bái for 2019.",
    "Bản sau, hoặc kết quả. Không nêu thì so tệp duy nhất với kế hoạch năm 2019 của Yên Bái cài sẵn.",
)
COMPARE_FORMAT = Text(
    "table for people (default); markdown; csv: the targets of a result, else the figures that differ; json: see "
    "docs/json.md.",
    "table: bảng cho người đọc (mặc định); markdown; csv: các chỉ tiêu của kết quả, nếu không thì các số khác nhau; "
    "json: xem docs/json.md.",
)
EXIT_CODE = Text(
    "Exit with 1 when anything differs or, for a plan and its result, only when a target is missed; else 0.",
    "Mã thoát là 1 khi có khác nhau; với kế hoạch và kết quả thì chỉ khi có chỉ tiêu không đạt; nếu không thì là 0.",
)
ALLOCATE = Text(
    "Share out an area's target among the areas inside it, in whole households that add up exactly. Without FILE, the "
    "built-in plan of Yên Bái for 2019.",
    "Phân bổ chỉ tiêu giảm nghèo của một địa bàn cho các địa bàn trực thuộc, bằng số hộ nguyên, cộng lại đúng bằng chỉ "
    "tiêu. Không nêu TỆP thì dùng kế hoạch năm 2019 của Yên Bái cài sẵn.",
)
SHARED_HOUSEHOLDS = Text(
    "How many households to share out; else the area's own target.",
    "Số hộ cần phân bổ; không nêu thì là chỉ tiêu của chính địa bàn.",
)
SHARED_BY = Text(
    "In proportion to current (today's targets, default), poor (poor households), households, points (an equal fall in "
    "points), or a column of a table of --figures, by its heading.",
    "Theo tỷ lệ của current (chỉ tiêu hiện nay, mặc định), poor (số hộ nghèo), households (tổng số hộ), points (mức "
    "giảm điểm phần trăm bằng nhau), hoặc một cột trong bảng --figures, theo tiêu đề cột.",
)
USE = Text(
    "Which number is used where the plan only bounds it: largest (default), smallest or middle.",
    "Dùng số nào khi kế hoạch chỉ cho biết khoảng: largest (lớn nhất, mặc định), smallest (nhỏ nhất), middle (ở giữa).",
)
SHARED_AREA = Text(
    "Whose target is shared out, by id or path; else the whole plan's.",
    "Phân bổ chỉ tiêu của địa bàn nào, theo mã hoặc đường dẫn; không nêu thì là địa bàn của cả kế hoạch.",
)
DEEP = Text(
    "Go down the whole tree: each area shares out what it got.",
    "Phân bổ tiếp xuống mọi cấp: mỗi địa bàn lại phân bổ số được giao.",
)
AT_LEAST = Text(
    "The least that an area gets, such as tram-tau=500, or '*=100' of every area; may be repeated.",
    "Mức ít nhất của một địa bàn, ví dụ tram-tau=500, hoặc '*=100' cho mọi địa bàn; có thể lặp lại.",
)
AT_MOST = Text(
    "The most that an area gets; never more than can be poor there.",
    "Mức nhiều nhất của một địa bàn; không bao giờ nhiều hơn số hộ nghèo có thể có.",
)
FIGURES = Text(
    "Add figures that the plan leaves out from a CSV table: areas by id or name, columns named like fields; may be "
    "repeated.",
    "Thêm số liệu mà kế hoạch không ghi từ bảng CSV: địa bàn theo mã hoặc tên, cột đặt tên theo trường; có thể "
    "lặp lại.",
)
SAVE = Text(
    "With --figures: write the joined plan to a new file.",
    "Dùng với --figures: ghi kế hoạch kèm số liệu bổ sung vào tệp mới.",
)
DIFF = Text(
    "Print the safe corrections as a unified diff instead of the report; nothing is written.",
    "In các chỗ sửa chắc chắn dưới dạng diff thay cho báo cáo; không ghi gì.",
)
FIX = Text(
    "Write the safe corrections into the files named, check them again and report what is left.",
    "Ghi các chỗ sửa chắc chắn vào các tệp được nêu, kiểm tra lại và báo cáo những gì còn lại.",
)
GROWTH = Text(
    "Assume that households grow by so many percent a year where they are not stated at both dates: 0..2.5, one "
    "number, or any. Else the file's assumptions, else 0.",
    "Giả định tổng số hộ tăng bao nhiêu phần trăm một năm khi không ghi ở cả hai thời điểm: 0..2,5, một số, hoặc any "
    "(bất kỳ). Nếu không nêu thì theo tệp, rồi đến 0.",
)
CUT = Text(
    'Assume that "over" rates were cut off at this step: with 0.1, over 5.8 is under 5.9. Else as the file says.',
    "Giả định các mức “trên” đã được cắt theo bước này: với 0,1 thì trên 5,8 là dưới 5,9. Nếu không nêu thì theo tệp.",
)
SETTINGS = Text(
    "Take the settings from FILE, not from povcalc.toml or pyproject.toml upwards from each plan.",
    "Lấy thiết lập từ TỆP, không tìm povcalc.toml hoặc pyproject.toml từ thư mục của từng kế hoạch trở lên.",
)
NO_SETTINGS = Text("Take no settings from files.", "Không dùng thiết lập từ tệp.")
SHOW_SETTINGS = Text(
    "Print what holds for each file and where it comes from, and check nothing.",
    "In thiết lập áp dụng cho từng tệp và nguồn của chúng, không kiểm tra gì.",
)
JOBS = Text(
    "Share the files among so many processes. Else as many as there are processors, where that is faster.",
    "Chia các tệp cho chừng này tiến trình. Nếu không nêu thì bằng số bộ xử lý khi như vậy nhanh hơn.",
)
HELP = Text("Show this message and exit.", "Hiện hướng dẫn này rồi thoát.")
OPTIONS = Text("Options", "Tùy chọn")
ARGUMENTS = Text("Arguments", "Tham số")
COMMANDS = Text("Commands", "Lệnh")
USAGE = Text("Usage: ", "Cách dùng: ")
OPTIONS_PLACE = Text("[OPTIONS]", "[TÙY CHỌN]")
COMMAND_PLACE = Text("COMMAND", "LỆNH")
FILES_PLACE = Text("FILE", "TỆP")
BEFORE_PLACE = Text("BEFORE", "TRƯỚC")
AFTER_PLACE = Text("AFTER", "SAU")
NAME_PLACE = Text("NAME", "TÊN")
KIND_PLACE = Text("KIND", "LOẠI")
YEAR_PLACE = Text("YEAR", "NĂM")
COUNT_PLACE = Text("COUNT", "SỐ")
FORMAT_PLACE = Text("FORMAT", "ĐỊNH_DẠNG")
OUTPUT_PLACE = Text("[FORMAT=]FILE", "[ĐỊNH_DẠNG=]TỆP")
CODE_PLACE = Text("CODE", "MÃ")
PART_PLACE = Text("PART", "PHẦN")
DATE_PLACE = Text("DATE", "NGÀY")
FIGURE_PLACE = Text("AREA.FIGURE", "ĐỊA_BÀN.SỐ_LIỆU")
TABLE_PLACE = Text("TABLE.csv", "BẢNG.csv")
NEW_FILE_PLACE = Text("NEW.yaml", "TỆP_MỚI.yaml")
CHANGE_PLACE = Text("FIGURE=VALUE", "SỐ_LIỆU=GIÁ_TRỊ")
GOAL_PLACE = Text("GOAL", "ĐÍCH")
VARIED_PLACE = Text("FIGURE", "SỐ_LIỆU")
SCENARIO_PLACE = Text("SCENARIO.yaml", "PHƯƠNG_ÁN.yaml")
GROWTH_PLACE = Text("LOW..HIGH", "THẤP..CAO")
STEP_PLACE = Text("STEP", "BƯỚC")
SETTINGS_PLACE = Text("FILE", "TỆP")
ID_PLACE = Text("ID", "MÃ")
NUMBER_PLACE = Text("NUMBER", "SỐ")
BY_PLACE = Text("WEIGHT", "TRỌNG_SỐ")
AREA_PLACE = Text("AREA", "ĐỊA_BÀN")
BOUND_PLACE = Text("AREA=NUMBER", "ĐỊA_BÀN=SỐ")
INSTALL_COMPLETION = Text(
    "Have the shell in use complete commands and options.", "Cài đặt gợi ý lệnh cho shell đang dùng."
)
SHOW_COMPLETION = Text(
    "Show what would be installed for that, to copy it or to change it.",
    "Hiện mã gợi ý lệnh cho shell đang dùng, để sao chép hoặc tự cài đặt.",
)
