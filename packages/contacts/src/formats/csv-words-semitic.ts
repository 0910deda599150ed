/**
 * Header words of the languages written in Arabic, Hebrew and the Indic scripts; `scripts/header-words.mjs` says how
 * they are written.
 */
export const SEMITIC_AND_INDIC: Readonly<Record<string, string>> = {
  ar: `
given الاسم الأول
middle الاسم الأوسط|اسم الأب
family اسم العائلة|الاسم الأخير|العائلة|النسبة
full الاسم الكامل|اسم العرض|الاسم المعروض|الاسم بالكامل|الاسم الثلاثي
name الاسم|اسم|جهة الاتصال
suffix لاحقة
nickname الكنية|اللقب المستعار|الشهرة
email البريد الإلكتروني|بريد إلكتروني|البريد الرئيسي|البريد الثانوي|الايميل|ايميل|البريد
phone هاتف|رقم الهاتف|تلفون|رقم التلفون|رقم
mobile جوال|الجوال|رقم المحمول|هاتف محمول|موبايل|الموبايل
main الهاتف الأساسي|الهاتف الرئيسي للشركة
car هاتف السيارة
pager النداء|رقم جهاز الاستدعاء|جهاز النداء
fax فاكس|رقم الفاكس
otherPhone رد الاتصال|الهاتف الراديوي|هاتف tty tdd|التلكس
url صفحة ويب|صفحة الوب|الموقع|الموقع الإلكتروني|موقع الويب
im اسم الشاشة
birthday تاريخ الميلاد|عيد ميلاد|عيد الميلاد
birthYear سنة الميلاد
birthMonth شهر الميلاد
birthDay يوم الميلاد
anniversary الذكرى السنوية
gender الجنس
street شارع|الشارع
address العنوان|عنوان
poBox صندوق بريد|ص ب
city مدينة|المدينة
region ولاية|المنطقة|المحافظة|الولاية
postcode الرمز البريدي|رمز بريدي|رمز بريد
country البلد|الدولة|بلد المنطقة|البلد المنطقة|دولة|بلد
organisation الشركة|المنظمة|المؤسسة|جهة العمل
department القسم|الإدارة
jobTitle المسمى الوظيفي|اللقب المهني|الوظيفة|المنصب
title اللقب
profession المهنة
note ملاحظات|ملاحظة
category الفئات|المجموعة|المجموعات|الفئة
spouse الزوجة|الزوج
child الأولاد
skip الأولوية|خاص|الحساسية|نوع البريد الإلكتروني|اسم العرض للبريد الإلكتروني
outlook إنترنت متوفر مشغول
aide المساعد
boss المدير
home المنزل|للمنزل|منزل|البيت
work العمل|للعمل|عمل|المكتب
elsewhere آخر|أخرى|اخرى
drop رقم`,
  he: `
given שם פרטי
middle שם פרטי שני|שם אמצעי
family שם משפחה
full שם מלא|שם תצוגה|שם לתצוגה
name שם|איש קשר
suffix סיומת
nickname כינוי
email דואר אלקטרוני|דוא ל|דוא ל ראשי|דוא ל משני|אימייל|מייל|דואל
phone טלפון|טל
mobile נייד|סלולרי|פלאפון
main טלפון ראשי של החברה
car טלפון ברכב
pager איתורית
fax פקס
otherPhone התקשרות חזרה
url דף אינטרנט|אתר|אתר אינטרנט
im שם מסך
birthday יום הולדת|תאריך לידה
birthYear שנת לידה
birthMonth חודש לידה
birthDay יום לידה
anniversary יום נישואין|יום השנה
gender מין
street רחוב
address כתובת
poBox תא דואר|ת ד
city עיר|ישוב
region אזור|מדינת|מחוז
postcode מיקוד
country ארץ|מדינה|מדינה אזור
organisation חברה|ארגון|מקום עבודה
department מחלקה
jobTitle תפקיד
title תואר
profession מקצוע
note הערות|הערה
category קטגוריות|קבוצה|קבוצות
spouse בן זוג|בת זוג|בן בת זוג
child ילדים
skip עדיפות|רגישות|סוג דואר אלקטרוני|שם התצוגה של הדואר האלקטרוני|שם תצוגה של דואר אלקטרוני
aide העוזר|עוזר|מזכירה
boss מנהל
home בבית|הבית|בית|מגורים
work בעבודה|העבודה|עבודה|משרד
elsewhere אחר|אחרת
main! עיקרי
drop של|מספר`,
  fa: `
given نام|نام کوچک
middle نام میانی|نام پدر
family نام خانوادگی|فامیلی
full نام کامل|نام نمایشی|نام و نام خانوادگی
nickname نام مستعار|لقب
email ایمیل|پست الکترونیک|پست الکترونیکی|رایانامه
phone تلفن|تلفن ثابت|شماره تماس
mobile موبایل|همراه
fax فکس|دورنگار|نمابر
url وب سایت|تارنما|صفحه وب|وبگاه
birthday تاریخ تولد|تولد|روز تولد
birthYear سال تولد
birthMonth ماه تولد
gender جنسیت
address آدرس|نشانی
street خیابان
city شهر
region استان
postcode کد پستی|کدپستی
country کشور
organisation شرکت|سازمان|موسسه
department بخش|واحد
jobTitle سمت|عنوان شغلی|شغل
title عنوان
note یادداشت|یادداشت ها|توضیحات|ملاحظات
category گروه|دسته|برچسب
home منزل|خانه
work محل کار|کار|اداره
elsewhere دیگر|سایر
drop شماره`,
  ur: `
given پہلا نام
family آخری نام|خاندانی نام
full پورا نام|مکمل نام
name نام
nickname عرفیت
email ای میل|برقی ڈاک|ای میل ایڈریس
phone فون|ٹیلی فون
mobile موبائل
fax فیکس
url ویب سائٹ
birthday سالگرہ|تاریخ پیدائش|یوم پیدائش
gender جنس
address پتہ|پتا
street گلی|سڑک
city شہر
region صوبہ
postcode پوسٹل کوڈ|ڈاک کوڈ
country ملک
organisation کمپنی|ادارہ|تنظیم
department شعبہ
jobTitle عہدہ
note نوٹس|نوٹ
category گروپ|زمرہ
home گھر
work دفتر|کام
elsewhere دیگر
drop نمبر`,
  hi: `
given पहला नाम|प्रथम नाम|दिया गया नाम
middle मध्य नाम|बीच का नाम
family उपनाम|अंतिम नाम|कुलनाम|सरनेम
full पूरा नाम|पूर्ण नाम|प्रदर्शन नाम
name नाम
nickname उपनाम निक|प्रचलित नाम
email ईमेल|ई मेल
phone फ़ोन|फोन|दूरभाष|टेलीफोन|संपर्क नंबर|फोन नंबर
mobile मोबाइल
fax फ़ैक्स|फैक्स
url वेबसाइट|वेब पृष्ठ
birthday जन्मदिन|जन्म तिथि|जन्मतिथि
birthYear जन्म वर्ष
gender लिंग
address पता
street सड़क|गली|मार्ग
city शहर|नगर
region राज्य|प्रांत
postcode पिन कोड|डाक कोड|पिनकोड
country देश
organisation कंपनी|संगठन|संस्था
department विभाग
jobTitle पद|पदनाम|कार्य शीर्षक
note टिप्पणी|टिप्पणियां|नोट्स
category समूह|श्रेणी
home घर|निवास|व्यक्तिगत
work कार्यालय|कार्य|ऑफिस|व्यवसाय
elsewhere अन्य
drop नंबर`,
  mr: `
given पहिले नाव
middle मधले नाव
family आडनाव
full पूर्ण नाव|संपूर्ण नाव
name नाव
nickname टोपणनाव
email ईमेल|ई मेल
phone फोन|दूरध्वनी|फोन नंबर
mobile मोबाईल|मोबाइल|भ्रमणध्वनी
fax फॅक्स
birthday वाढदिवस|जन्मतारीख|जन्म दिनांक
gender लिंग
address पत्ता
street रस्ता
city शहर
region राज्य
postcode पिन कोड
country देश
organisation कंपनी|संस्था
department विभाग
jobTitle पद|हुद्दा
note टीप|नोंद
category गट
home घर|निवास
work कार्यालय|ऑफिस
elsewhere इतर
drop क्रमांक|नंबर`,
  bn: `
given প্রথম নাম|নামের প্রথমাংশ
middle মধ্য নাম
family শেষ নাম|পদবি|নামের শেষাংশ|বংশ নাম
full পুরো নাম|সম্পূর্ণ নাম|প্রদর্শিত নাম
name নাম
nickname ডাকনাম
email ইমেইল|ই মেইল|ইমেল
phone ফোন|টেলিফোন
mobile মোবাইল
fax ফ্যাক্স
url ওয়েবসাইট
birthday জন্মদিন|জন্ম তারিখ
gender লিঙ্গ
address ঠিকানা
street রাস্তা|সড়ক
city শহর|নগর
region রাজ্য|বিভাগ জেলা|জেলা
postcode পোস্ট কোড|পোস্টাল কোড|ডাক কোড
country দেশ
organisation কোম্পানি|প্রতিষ্ঠান|সংস্থা|সংগঠন
department বিভাগ
jobTitle পদ|পদবী
note নোট|মন্তব্য
category গ্রুপ|দল
home বাড়ি|বাসা|বাড়ির
work অফিস|কর্মস্থল|কাজ|কাজের
elsewhere অন্যান্য|অন্য
drop নম্বর`,
  gu: `
given પ્રથમ નામ|પહેલું નામ
family અટક|છેલ્લું નામ
full પૂરું નામ|સંપૂર્ણ નામ
name નામ
nickname ઉપનામ
email ઈમેલ|ઇમેઇલ|ઈ મેલ
phone ફોન|ટેલિફોન
mobile મોબાઈલ|મોબાઇલ
fax ફેક્સ
birthday જન્મદિવસ|જન્મ તારીખ
gender લિંગ|જાતિ
address સરનામું
street શેરી|માર્ગ
city શહેર
region રાજ્ય
postcode પિન કોડ
country દેશ
organisation કંપની|સંસ્થા
department વિભાગ
jobTitle હોદ્દો|પદ
note નોંધ
category જૂથ
home ઘર
work ઓફિસ|કાર્યાલય
elsewhere અન્ય
drop નંબર`,
  ta: `
given முதல் பெயர்|முதற்பெயர்
family கடைசி பெயர்|குடும்பப் பெயர்|இறுதிப் பெயர்
full முழுப்பெயர்|முழுப் பெயர்
name பெயர்
nickname புனைப்பெயர்
email மின்னஞ்சல்|ஈமெயில்
phone தொலைபேசி|போன்
mobile கைபேசி|மொபைல்|அலைபேசி
fax தொலைநகல்|பேக்ஸ்
url வலைத்தளம்|இணையதளம்
birthday பிறந்தநாள்|பிறந்த நாள்|பிறந்த தேதி
gender பாலினம்
address முகவரி
street தெரு
city நகரம்|ஊர்
region மாநிலம்
postcode அஞ்சல் குறியீடு|பின்கோடு|அஞ்சல் குறியீட்டு எண்
country நாடு
organisation நிறுவனம்|அமைப்பு
department துறை
jobTitle பதவி
note குறிப்புகள்|குறிப்பு
category குழு
home வீடு|வீட்டு
work பணி|அலுவலகம்|அலுவலக
elsewhere மற்றவை|பிற
drop எண்`,
  te: `
given మొదటి పేరు
family చివరి పేరు|ఇంటి పేరు
full పూర్తి పేరు
name పేరు
nickname మారుపేరు|ముద్దుపేరు
email ఇమెయిల్|ఈమెయిల్
phone ఫోన్|ఫోన్ నంబరు|టెలిఫోన్
mobile మొబైల్|సెల్
fax ఫ్యాక్స్
url వెబ్‌సైట్|వెబ్సైట్
birthday పుట్టినరోజు|పుట్టిన తేదీ|జన్మదినం
gender లింగం
address చిరునామా
street వీధి
city నగరం|పట్టణం
region రాష్ట్రం
postcode పిన్ కోడ్|పోస్టల్ కోడ్
country దేశం
organisation కంపెనీ|సంస్థ
department విభాగం|శాఖ
jobTitle హోదా|ఉద్యోగ శీర్షిక
note గమనికలు|గమనిక
category సమూహం
home ఇల్లు|ఇంటి
work కార్యాలయం|పని|ఆఫీసు
elsewhere ఇతర
drop నంబర్`,
};
