control "Baseline.3" {
  slug     = "account-contact-shared-mailbox"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Resource Configuration"]
  title = {
    en = "Account contacts are shared mailboxes on a company domain"
    ja = "アカウントの連絡先が会社ドメインの共有アドレスになっている"
  }
  why = {
    en = "Warnings that go to one person are lost when that person is away or has left, and a private mailbox is outside the company's control. Whoever reads the root user's mailbox can also take the account over by a password reset."
    ja = "個人宛ての通知は、本人の不在や退職とともに失われます。フリーメールは会社の管理が及びません。また、ルートユーザーのメールを読める人は、パスワードリセットによってアカウントを乗っ取れます。"
  }
  decides = "checked"
  notes = {
    en = "A control of this project. It follows the article on the security contact (several people or a shared address), item 1 of AWS's Top 10 security items to improve in your AWS account (alias addresses), and SEC01-BP02, preventive control 1 (distribution list on the company's domain, also for root users of member accounts). A mailbox counts as a person's when it has the form name.name or repeats the contact's name, and holds no word of a team."
    ja = "本プロジェクト独自のコントロールです。セキュリティ連絡先の記事の「代替連絡先の複数設定」、AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 1 条 (エイリアスのアドレス)、SEC01-BP02 の予防的コントロール 1 (企業ドメインの配布リスト。メンバーアカウントのルートユーザーも対象) に対応します。チームを表す単語を含まず、「名.姓」の形か連絡先の氏名と重なるアドレスを個人のものとみなします。"
  }
  frameworks = {
    "cis-aws-1.2"                   = ["1.17"]
    "cis-aws-1.4"                   = ["1.1"]
    "cis-aws-3.0"                   = ["1.1"]
    "cis-aws-5.0"                   = ["1.1"]
    "aws-well-architected-security" = ["SEC01-BP02", "SEC10-BP01"]
  }

  parameter "teamWords" {
    default = ["abuse", "account", "accounting", "accounts", "admin", "admins", "alert", "alerts", "aws", "billing", "ccoe", "cert", "cloud", "contact", "csirt", "desk", "dev", "devops", "finance", "group", "helpdesk", "hostmaster", "incident", "info", "infra", "infrastructure", "invoice", "invoices", "it", "keiri", "list", "ml", "noc", "notice", "notices", "office", "oncall", "operation", "operations", "ops", "owner", "owners", "payment", "platform", "postmaster", "psirt", "root", "sec", "secops", "security", "service", "shared", "soc", "sre", "support", "system", "systems", "team", "webmaster"]
    description = {
      en = "Words in a mailbox that show it to be a team's"
      ja = "チームのアドレスだと分かる単語"
    }
  }

  parameter "freeMailDomains" {
    default = ["aol.com", "docomo.ne.jp", "ezweb.ne.jp", "gmail.com", "gmx.com", "googlemail.com", "hotmail.co.jp", "hotmail.com", "icloud.com", "live.com", "live.jp", "mac.com", "mail.com", "me.com", "msn.com", "outlook.com", "outlook.jp", "proton.me", "protonmail.com", "qq.com", "softbank.ne.jp", "yahoo.co.jp", "yahoo.com", "ymail.com", "163.com"]
    description = {
      en = "Domains of public mail providers"
      ja = "フリーメールなど、会社が管理しないドメイン"
    }
  }

  parameter "placeholders" {
    default = ["@example\\.", "@(test|localhost|domain|company|yourcompany|your-company|yourdomain|mycompany|email|foo|bar)\\.", "\\.(invalid|test|localhost)$", "change[._-]?me", "replace[._-]?me", "^(todo|tbd|fixme|dummy|test|sample|foo|bar|foobar|x+|user|username|email|your[._-].*|no[._-]?reply|do[._-]?not[._-]?reply)@", "[<>]"]
    description = {
      en = "Patterns of addresses that stand for a real one, or that nobody reads"
      ja = "仮の値や誰も読まないアドレスのパターン"
    }
  }

  check "aws_account_alternate_contact" {
    locals {
      email   = lower(attrs.email_address)
      mailbox = split("@", local.email)[0]
      domain  = reverse(split("@", local.email))[0]
      words   = regexall("[a-z]+", local.mailbox)
      team    = any([for word in local.words : contains(param.teamWords, word)])
      names   = regexall("[a-z]+", lower(attrs.name))
      person  = length(regexall("^[a-z]+[._-][a-z]+$", local.mailbox)) > 0 || any([for word in local.words : contains(local.names, word)])
    }
    enforce {
      condition = all([for pattern in param.placeholders : length(regexall(pattern, local.email)) == 0])
      at        = "email_address"
      error_message = {
        en = "${attrs.email_address} is a placeholder or a mailbox that nobody reads"
        ja = "${attrs.email_address} は仮の値か、誰も読まないアドレスになっている"
      }
    }
    enforce {
      condition = !any([for domain in param.freeMailDomains : local.domain == domain])
      at        = "email_address"
      error_message = {
        en = "${attrs.email_address} belongs to a public mail provider"
        ja = "${attrs.email_address} はフリーメールのアドレスになっている"
      }
    }
    enforce {
      condition = local.team || !local.person
      at        = "email_address"
      error_message = {
        en = "${attrs.email_address} looks like the mailbox of one person"
        ja = "${attrs.email_address} は個人のアドレスとみられる"
      }
    }
    fix {
      class  = "needs-input"
      impact = "in-place"
      summary = {
        en = "use a mailbox that a team reads"
        ja = "チームで見ている共有アドレスに変更する"
      }
      warning = {
        en = "Send a test message to the new address first, and have somebody answer it."
        ja = "新しいアドレスにはあらかじめテストメールを送り、受信して返信できることを確認してください。"
      }
      input "shared_contact_email" {
        description = {
          en = "Shared mailbox on the company's domain for notices from AWS"
          ja = "AWS からの通知を受け取る、自社ドメインの共有メールアドレス"
        }
      }
      set = { email_address = var.shared_contact_email }
    }
  }

  check "aws_organizations_account" {
    locals {
      email   = lower(attrs.email)
      mailbox = split("@", local.email)[0]
      domain  = reverse(split("@", local.email))[0]
      words   = regexall("[a-z]+", local.mailbox)
      team    = any([for word in local.words : contains(param.teamWords, word)])
      person  = length(regexall("^[a-z]+[._-][a-z]+$", local.mailbox)) > 0
    }
    enforce {
      condition = all([for pattern in param.placeholders : length(regexall(pattern, local.email)) == 0])
      at        = "email"
      error_message = {
        en = "${attrs.email} is a placeholder or a mailbox that nobody reads"
        ja = "${attrs.email} は仮の値か、誰も読まないアドレスになっている"
      }
    }
    enforce {
      condition = !any([for domain in param.freeMailDomains : local.domain == domain])
      at        = "email"
      error_message = {
        en = "${attrs.email} belongs to a public mail provider"
        ja = "${attrs.email} はフリーメールのアドレスになっている"
      }
    }
    enforce {
      condition = local.team || !local.person
      at        = "email"
      error_message = {
        en = "${attrs.email} looks like the mailbox of one person"
        ja = "${attrs.email} は個人のアドレスとみられる"
      }
    }
    no_fix = {
      en = "another address in code would replace the account: change the root user's address from the management account (aws account start-primary-email-update), then write the new address in the code"
      ja = "コードでアドレスを変えるとアカウントの作り直しになる。管理アカウントから aws account start-primary-email-update でルートユーザーのアドレスを変更し、その後でコードを新しい値に合わせる"
    }
  }

  remediation {
    console = {
      en = ["Create a distribution list on the company's domain and let several people read it.", "Open Account from the account menu and choose Edit under Alternate contacts.", "Replace the address, choose Update, and check that a test message arrives."]
      ja = ["会社のドメインで配布リストを作り、複数人で受信できるようにする。", "アカウントメニューの「アカウント」を開き、「代替連絡先」の「編集」を選ぶ。", "アドレスを差し替えて「更新」を押し、テストメールが届くことを確かめる。"]
    }
    cli = "aws account put-alternate-contact --alternate-contact-type TYPE --name NAME --title TITLE --email-address EMAIL --phone-number PHONE"
  }

  example "fail" "a person, a public provider and placeholders" {
    resource "aws_account_alternate_contact" "person" {
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = "hanako.yamada@corp.example"
      phone_number           = "+81-3-1234-5678"
    }

    resource "aws_account_alternate_contact" "by_name" {
      alternate_contact_type = "BILLING"
      name                   = "Yamada Hanako"
      title                  = "Security"
      email_address          = "yamada@corp.example"
      phone_number           = "+81-3-1234-5678"
    }

    resource "aws_account_alternate_contact" "public" {
      alternate_contact_type = "OPERATIONS"
      name                   = "Security team"
      title                  = "Security"
      email_address          = "aws-security@gmail.com"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "fixed" "a person, a public provider and placeholders" {
    variable "shared_contact_email" {
      type    = string
      default = "aws-notices@corp.example"
    }

    resource "aws_account_alternate_contact" "person" {
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = var.shared_contact_email
      phone_number           = "+81-3-1234-5678"
    }

    resource "aws_account_alternate_contact" "by_name" {
      alternate_contact_type = "BILLING"
      name                   = "Yamada Hanako"
      title                  = "Security"
      email_address          = var.shared_contact_email
      phone_number           = "+81-3-1234-5678"
    }

    resource "aws_account_alternate_contact" "public" {
      alternate_contact_type = "OPERATIONS"
      name                   = "Security team"
      title                  = "Security"
      email_address          = var.shared_contact_email
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "fail" "addresses that stand for a real one" {
    resource "aws_account_alternate_contact" "this" {
      for_each = {
        SECURITY   = "security@example.com"
        BILLING    = "changeme@corp.example"
        OPERATIONS = "no-reply@corp.example"
      }
      alternate_contact_type = each.key
      name                   = "Platform team"
      title                  = "Team"
      email_address          = each.value
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "fail" "root users of member accounts" {
    resource "aws_organizations_account" "person" {
      name  = "person"
      email = "taro_suzuki@corp.example"
    }

    resource "aws_organizations_account" "public" {
      name  = "public"
      email = "aws-root@outlook.com"
    }

    resource "aws_organizations_account" "placeholder" {
      name  = "placeholder"
      email = "aws-root@example.co.jp"
    }
  }

  example "fail" "a public provider of one's own list" {
    params = { freeMailDomains = ["mail.corp.example"] }

    resource "aws_account_alternate_contact" "public" {
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = "aws-security@mail.corp.example"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "pass" "mailboxes of teams" {
    resource "aws_account_alternate_contact" "security" {
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = "aws-security@corp.example"
      phone_number           = "+81-3-1234-5678"
    }

    resource "aws_account_alternate_contact" "billing" {
      alternate_contact_type = "BILLING"
      name                   = "Cloud billing"
      title                  = "Security"
      email_address          = "cloud.billing@corp.example"
      phone_number           = "+81-3-1234-5678"
    }

    resource "aws_account_alternate_contact" "operations" {
      alternate_contact_type = "OPERATIONS"
      name                   = "Operations"
      title                  = "Security"
      email_address          = "orion@corp.example"
      phone_number           = "+81-3-1234-5678"
    }
  }

  example "pass" "aliases of one mailbox for each account" {
    resource "aws_organizations_account" "production" {
      name  = "production"
      email = "aws-root+production@corp.example"
    }

    resource "aws_organizations_account" "sandbox" {
      name  = "sandbox"
      email = "cloud_platform@corp.example"
    }

    resource "aws_organizations_account" "audit" {
      name  = "audit"
      email = "orion@corp.example"
    }
  }

  example "unknown" "the address is decided at apply" {
    resource "terraform_data" "address" {
      input = "aws-security@corp.example"
    }

    resource "aws_account_alternate_contact" "security" {
      alternate_contact_type = "SECURITY"
      name                   = "Security team"
      title                  = "Security"
      email_address          = terraform_data.address.output
      phone_number           = "+81-3-1234-5678"
    }
  }
}
