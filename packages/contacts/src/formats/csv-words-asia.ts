/**
 * Header words of the languages of East and South-East Asia, and Swahili; `scripts/header-words.mjs` says how they are
 * written.
 */
export const ASIA: Readonly<Record<string, string>> = {
  ja: `
given 名|名 名前|下の名前|ファーストネーム
middle ミドル|ミドル ネーム|ミドルネーム
family 姓|苗字|名字|ラストネーム
full 氏名|お名前|表示名|フルネーム|名前 姓名
name 名前|連絡先
prefix 肩書き
suffix 敬称
nickname ニックネーム|あだ名|愛称
phoneticGiven 名前フリガナ|名フリガナ|ふりがな 名|名 ふりがな|名 フリガナ|名 よみ|メイ
phoneticFamily 姓フリガナ|ふりがな 姓|姓 ふりがな|姓 フリガナ|姓 よみ|セイ
phonetic フリガナ|ふりがな|よみがな|読み仮名|氏名フリガナ|氏名 フリガナ
email 電子メール|電子メール アドレス|メール|メールアドレス|メール アドレス|e メール|eメール|eメールアドレス|優先メールアドレス|別のメールアドレス|第 メールアドレス|主電子メール|副電子メール|電子メールアドレス
phone 電話|電話番号|tel|固定電話
mobile 携帯電話|携帯|携帯番号|携帯電話番号
main 通常の電話|代表電話
car 自動車電話
pager ポケットベル|ポケベル
fax fax|ファックス|fax番号
otherPhone コールバック|無線電話|テレックス|tty tdd
url web ページ|ウェブサイト|webページ|ホームページ|web サイト|url
im スクリーンネーム|インスタントメッセンジャー
birthday 誕生日|生年月日
birthYear 誕生年|生まれた年|生年|誕生日 年
birthMonth 誕生月|誕生日 月
birthDay 誕生日 日
anniversary 記念日|結婚記念日
gender 性別
street 番地|町名番地|丁目番地
address 住所
extended 建物名|ビル名
poBox 私書箱|住所私書箱
city 市町村|市区町村|市町村区
region 都道府県|県
postcode 郵便番号|〒
country 国|国 地域|国名|地域
organisation 会社名|会社|勤務先|組織|所属|組織名|団体名|会社名フリガナ
department 部署|部門|部署名|所属部署
jobTitle 役職|役職名
title 称号
profession 職業
note メモ|備考|ノート|コメント
category 分類|グループ|カテゴリ|カテゴリー|ラベル
spouse 配偶者
child 子供
other 参照事項|事業所|趣味|言語|イニシャル|アカウント|経費情報|支払い条件|キーワード|会社 id|id 番号|ユーザー|カスタム|その他|ディレクトリサーバー
skip 優先度|プライベート|秘密度|電子メールの種類|電子メール の種類|電子メール表示名|電子メール 表示名|場所
outlook インターネット空き時間情報
aide 秘書
boss マネージャー|上司
home 自宅|個人|プライベート|家
work 会社|勤務先|職場|仕事
elsewhere その他|その他の|他の
drop の|番号`,
  zh: `
given 名|名字
middle 中间名|中間名
family 姓|姓氏
full 姓名|全名|显示名称|顯示名稱|联系人|聯絡人|联系人姓名|聯絡人姓名
name 名称|名稱
prefix 英文称谓|称谓|称呼|頭銜|尊稱
suffix 中文称谓|稱謂|后缀|後綴
nickname 昵称|暱稱|别名|別名|綽號
phoneticGiven 名字拼音|名字的拼音|名的拼音
phoneticFamily 姓氏拼音|姓的拼音
phonetic 拼音|姓名拼音
email 电子邮件|电子邮箱|邮箱|邮件地址|电子邮件地址|電子郵件|電子郵件地址|電郵|電郵地址|邮件|邮箱地址|备用电子邮件|主要 email|次要 email|電子信箱|信箱|email地址|e mail 地址
phone 电话|电话号码|電話號碼|電話|固定电话|座机|联系电话|聯絡電話|联系方式
mobile 手机|手机号|手机号码|移动电话|移动电话号码|手機|手機號碼|行動電話|流動電話|手提電話|行動電話號碼
main 代表電話|公司代表線|单位主要电话
car 车载电话|汽車電話
pager 寻呼机|寻呼机号码|呼叫器|呼叫器號碼|传呼机
fax 传真|传真号码|傳真|傳真號碼
otherPhone 回电话|无绳电话|电报|回撥電話|無線電話|tty tdd 电话|tty tdd 電話|小灵通
url 网页|网站|網頁|網站|主页|个人网页|個人網站|網址|网址
im 屏幕名|網路代號|微信|微信号|qq|qq号|qq号码
birthday 生日|出生日期|出生年月
birthYear 出生年份|出生年
birthMonth 出生月份|出生月
birthDay 出生日
anniversary 纪念日|紀念日|结婚纪念日
gender 性别|性別
street 街道|街|街 路|住址街道
address 地址|住址|通讯地址|通訊地址
poBox 邮政信箱|郵政信箱|邮箱 信箱|地址 邮箱|地址郵政信箱
city 城市|市 县|市 鎮|縣市|市|市县|市鎮
region 省|省份|省 市 自治区|居住地省 自治区 直辖市|工作地省 自治区 直辖市:work|州 省|省市|縣 市|省 自治区 直辖市|州
postcode 邮编|邮政编码|郵遞區號|邮递区号|郵政編碼|郵編
country 国家|国家 地区|國家|國家 地區|居住国家 地区
organisation 公司|单位|單位|公司名称|公司名稱|单位名称|工作单位|组织|組織|机构|公司拼音
department 部门|部門
jobTitle 职务|职位|職稱|職位|職務
profession 职业|職業|專業
note 备注|備註|附注|附註|注释|註解|記事|說明|备忘
category 类别|類別|分组|群組|分類|標籤|标签
spouse 配偶
child 子女
photo 照片|头像
other 引用者|办公地点|辦公室|地点|地點|业余爱好|嗜好|语言|語言|缩写|縮寫|帐户|帳戶|记帐信息|帳目資訊|里程|津貼|关键词|工作证号码|身份证编号|身份證字號|用户|使用者|定制|自訂|目录服务器
skip 优先级|優先順序|私有|敏感度|电子邮件类型|电子邮件 类型|电子邮件显示名称|电子邮件 显示名|電子郵件類型|電子郵件 類型|電子郵件顯示名稱|電子郵件 顯示名稱
outlook internet 忙闲|網際網路空閒 忙碌中
aide 助理|秘书|秘書
boss 经理|主管|經理|上司
home 住宅|家庭|住家|居住|个人|個人|家里
work 商务|工作|公司|办公|单位|商務|公務|辦公室|业务
elsewhere 其他|其它
main! 主要
drop 的|号码|號碼|号`,
  ko: `
given 이름
middle 중간 이름
family 성
full 성명|전체 이름|표시명|이름 전체|표시 이름
name 연락처
prefix 호칭 영문|호칭
suffix 호칭 한글
nickname 별명|애칭|닉네임
phoneticGiven 이름 일본어 요미
phoneticFamily 성 일본어 요미
email 이메일|전자 메일|전자메일|추가 메일|메일|전자우편
phone 전화|전화번호|연락처 번호|유선전화
mobile 휴대폰|휴대 전화|휴대전화|핸드폰|휴대전화번호|모바일
main 회사 대표 전화
car 카폰
pager 호출기
fax 팩스
otherPhone 다시 걸 전화|무선 전화|tty tdd 전화|텔렉스
url 웹 페이지|웹사이트|홈페이지|웹 사이트|홈 페이지
im 메신저|screen 아이디
birthday 생일|생년월일
birthYear 태어난 해|출생 연도
birthMonth 태어난 달
anniversary 기념일|결혼 기념일
gender 성별
street 번지|도로명|상세 주소
address 주소
poBox 사서함
city 구 군 시|구 군|도시|시 군 구
region 시 도|도
postcode 우편 번호|우편번호
country 국가|국가 지역
organisation 회사|회사명|직장명|소속|기관
department 부서
jobTitle 직함|직책|직위
profession 직업
note 메모|비고|노트
category 범주 항목|범주|그룹|분류|라벨
spouse 배우자
child 자녀
skip 우선 순위|숨김|우편물 종류|전자 메일 유형|전자 메일 표시 이름
outlook 인터넷 약속 있음 약속 없음
aide 비서
boss 관리자
home 집|자택|개인
work 근무지|근무처|회사|직장
elsewhere 기타
main! 기본
drop 번호`,
  th: `
given ชื่อ|ชื่อจริง|ชื่อต้น
middle ชื่อกลาง
family นามสกุล|สกุล
full ชื่อเต็ม|ชื่อ นามสกุล|ชื่อที่แสดง|ชื่อที่ใช้แสดง
prefix คำนำหน้า|คำนำหน้าชื่อ
suffix คำต่อท้าย
nickname ชื่อเล่น
email อีเมล|ที่อยู่อีเมล|อีเมล์
phone โทรศัพท์|หมายเลขโทรศัพท์|เบอร์โทร|เบอร์โทรศัพท์|โทร
mobile โทรศัพท์มือถือ|มือถือ|เบอร์มือถือ|โทรศัพท์เคลื่อนที่
main โทรศัพท์หลัก|โทรศัพท์หลักของบริษัท
car โทรศัพท์ในรถ
pager เพจเจอร์
fax โทรสาร|แฟกซ์|แฟ็กซ์
otherPhone ติดต่อกลับ|โทรศัพท์วิทยุ|โทรศัพท์ tty tdd|เทเล็กซ์
url เว็บเพจ|เว็บไซต์|หน้าเว็บ
birthday วันเกิด|วันเดือนปีเกิด
birthYear ปีเกิด
birthMonth เดือนเกิด
anniversary วันครบรอบ
gender เพศ
street ถนน
address ที่อยู่
poBox ตู้ ป ณ|ตู้ ป ณ ของที่อยู่
city เมือง|อำเภอ|เขต
region จังหวัด|ภูมิภาค
postcode รหัสไปรษณีย์
country ประเทศ|ประเทศ ภูมิภาค
organisation บริษัท|องค์กร|หน่วยงาน
department แผนก|ฝ่าย
jobTitle ตำแหน่งงาน|ตำแหน่ง
profession อาชีพ
note บันทึกย่อ|หมายเหตุ|บันทึก
category ประเภท|กลุ่ม
spouse คู่สมรส
child เด็ก
skip ลำดับความสำคัญ|ส่วนตัว|ระดับความลับ|ชนิดอีเมล|ชนิดของอีเมล|ชื่อที่ใช้แสดงของอีเมล
outlook ข้อมูลว่างไม่ว่างบนอินเทอร์เน็ต
aide ผู้ช่วย|เลขานุการ
boss ผู้จัดการ
home บ้าน
work ธุรกิจ|ที่ทำงาน|สำนักงาน
elsewhere อื่น|อื่นๆ
drop ของ|หมายเลข|เบอร์`,
  vi: `
given tên
middle tên đệm|chữ lót
family họ
full họ và tên|họ tên|tên đầy đủ|tên hiển thị|tên hiện
name tên liên hệ
nickname biệt danh|bí danh
email thư điện tử|địa chỉ email|email|địa chỉ thư điện tử|e mail|hòm thư
phone điện thoại|sđt|đt
mobile di động|điện thoại di động|đtdđ
fax fax
url trang web|trang mạng
birthday ngày sinh|sinh nhật
birthYear năm sinh
birthMonth tháng sinh
gender giới tính
address địa chỉ
street đường|đường phố
city thành phố
region tỉnh|tỉnh thành|tiểu bang
postcode mã bưu chính|mã bưu điện|mã zip
country quốc gia|đất nước
organisation công ty|tổ chức|cơ quan
department phòng ban|bộ phận
jobTitle chức vụ|chức danh
note ghi chú
category nhóm|thể loại
home nhà|nhà riêng
work cơ quan|công việc|nơi làm việc|văn phòng
elsewhere khác
drop số`,
  id: `
given nama depan
middle nama tengah
family nama belakang|nama keluarga
full nama lengkap|nama tampilan|nama panggilan lengkap
name nama
nickname nama panggilan|nama alias
email surel|email|e mail|pos el
phone telepon|no telp
mobile ponsel|hp|handphone|seluler
fax faks|faksimili
url situs web|laman|halaman web
birthday tanggal lahir|ulang tahun|hari lahir
birthYear tahun lahir
birthMonth bulan lahir
gender jenis kelamin
address alamat
street jalan
city kota|kabupaten
region provinsi|propinsi
postcode kode pos
country negara
organisation perusahaan|organisasi|instansi
department departemen|bagian
jobTitle jabatan
title gelar
note catatan|keterangan
category kategori|grup|kelompok|label
home rumah|pribadi
work kantor|kerja|bisnis
elsewhere lainnya|lain
drop nomor|no`,
  ms: `
given nama pertama|nama pemberian
family nama akhir|nama keluarga
full nama penuh|nama paparan
name nama
nickname nama samaran|nama gelaran
email e mel|emel|alamat e mel
phone telefon|no telefon
mobile bimbit|telefon mudah alih
fax faks
url laman web|laman sesawang
birthday hari lahir|tarikh lahir
gender jantina
address alamat
street jalan
city bandar|bandaraya
region negeri
postcode poskod
country negara
organisation syarikat|organisasi
department jabatan
jobTitle jawatan
note nota|catatan
category kumpulan|kategori
home rumah
work kerja|pejabat|tempat kerja
elsewhere lain
drop nombor`,
  tl: `
given unang pangalan|pangalan
middle gitnang pangalan
family apelyido
full buong pangalan
nickname palayaw
email email|email address|koreo
phone telepono|numero ng telepono
mobile mobile|selpon|cellphone|numero ng cellphone
birthday kaarawan|petsa ng kapanganakan
gender kasarian
address tirahan
street kalye
city lungsod|bayan
region lalawigan|rehiyon
country bansa
organisation kumpanya|kompanya|organisasyon
department kagawaran
jobTitle posisyon|titulo ng trabaho
note mga tala|tala
category grupo|pangkat
home bahay
work trabaho|opisina
elsewhere iba`,
  sw: `
given jina la kwanza
middle jina la kati
family jina la mwisho|jina la ukoo
full jina kamili
name jina
nickname jina la utani
email barua pepe|anwani ya barua pepe
phone simu|nambari ya simu|namba ya simu
mobile simu ya mkononi|rununu
fax faksi|kipepesi
url tovuti
birthday siku ya kuzaliwa|tarehe ya kuzaliwa
gender jinsia
address anwani
street mtaa|barabara
city mji|jiji
region mkoa|jimbo
postcode msimbo wa posta
country nchi
organisation kampuni|shirika
department idara
jobTitle cheo|wadhifa
note maelezo|vidokezo
category kikundi|kundi
home nyumbani|nyumba
work kazi|kazini|ofisi
elsewhere nyingine`,
};
