control "SecretsManager.4" {
  slug     = "secretsmanager-rotation-period"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure access management"]
  title = {
    en = "Secrets are rotated at least every 90 days"
    ja = "シークレットが 90 日以内にローテーションされている"
  }
  why = {
    en = "The longer a secret lives, the more people and logs have seen it. Rotation at short intervals limits how long a leak can be used."
    ja = "シークレットは長く使うほど、多くの人の目に触れ、ログにも残ります。短い間隔でローテーションすれば、漏えいした値が使える期間を抑えられます。"
  }
  decides = "partly"
  limits = {
    en = "When a secret was last rotated is a runtime fact, and so are rotations by hand; the schedule of automatic rotation is judged. Cron schedules pass where they run in every month, or in every second one where 68 days are allowed. SecretsManager.1 judges secrets without automatic rotation."
    ja = "最後にローテーションされた日や手動でのローテーションは実行時の情報のため、自動ローテーションのスケジュールを判定します。cron 式は、毎月 (上限が 68 日以上なら 1 か月おきでも可) 実行されるものを合格とします。自動ローテーションのないシークレットは SecretsManager.1 で判定します。"
  }
  config_rule = "secretsmanager-secret-periodic-rotation"
  frameworks = {
    "aws-fsbp"       = ["SecretsManager.4"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3(15)"]
  }

  parameter "maxDaysSinceRotation" {
    default = 90
    description = {
      en = "Most days between two rotations"
      ja = "ローテーションの間隔の上限 (日数)"
    }
  }
  check "aws_secretsmanager_secret_rotation" {
    locals {
      schedule = default(one(attrs.rotation_rules[*].schedule_expression), "")
      rate     = tonumber(one(flatten(regexall("^rate\\((\\d+) days?\\)$", local.schedule))))
      days     = default(local.rate, one(attrs.rotation_rules[*].automatically_after_days))
      month    = one(flatten(regexall("^cron\\(\\S+ \\S+ \\S+ (\\S+) ", local.schedule)))
      months   = default(local.month, "*")
    }
    enforce {
      condition = local.days == null ? true : local.days <= param.maxDaysSinceRotation
      at        = "rotation_rules.automatically_after_days"
      error_message = {
        en = "the secret is rotated every ${local.days} days, less often than every ${param.maxDaysSinceRotation}"
        ja = "ローテーションの間隔が ${local.days} 日で、${param.maxDaysSinceRotation} 日を超えている"
      }
    }
    enforce {
      condition = contains(["*", "1/1", "*/1", "1-12"], local.months) || param.maxDaysSinceRotation >= 68 && contains(["*/2", "1/2", "2/2", "1-12/2", "1,3,5,7,9,11", "2,4,6,8,10,12"], local.months)
      at        = "rotation_rules.schedule_expression"
      error_message = {
        en = "the schedule leaves out months, so that the secret may be older than ${param.maxDaysSinceRotation} days"
        ja = "ローテーションされない月があり、間隔が ${param.maxDaysSinceRotation} 日を超えることがある"
      }
    }
    fix {
      when   = local.month != null
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "rotate the secret every 30 days instead of by a schedule"
        ja = "スケジュールの代わりに 30 日ごとにローテーションする"
      }
      warning = {
        en = "The secret may be rotated at once: everything that uses it must read it from Secrets Manager."
        ja = "すぐにローテーションされることがあります。利用側は必ず Secrets Manager から値を取得するようにしてください。"
      }
      set    = { "rotation_rules.automatically_after_days" = 30 }
      remove = ["rotation_rules.schedule_expression"]
    }
    fix {
      when   = is_set(one(attrs.rotation_rules[*].schedule_expression))
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "rotate the secret every ${param.maxDaysSinceRotation} days"
        ja = "${param.maxDaysSinceRotation} 日ごとにローテーションする"
      }
      warning = {
        en = "The secret may be rotated at once: everything that uses it must read it from Secrets Manager."
        ja = "すぐにローテーションされることがあります。利用側は必ず Secrets Manager から値を取得するようにしてください。"
      }
      set = { "rotation_rules.schedule_expression" = "rate(${param.maxDaysSinceRotation} days)" }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "rotate the secret every ${param.maxDaysSinceRotation} days"
        ja = "${param.maxDaysSinceRotation} 日ごとにローテーションする"
      }
      warning = {
        en = "The secret may be rotated at once: everything that uses it must read it from Secrets Manager."
        ja = "すぐにローテーションされることがあります。利用側は必ず Secrets Manager から値を取得するようにしてください。"
      }
      set = { "rotation_rules.automatically_after_days" = param.maxDaysSinceRotation }
    }
  }

  remediation {
    console = {
      en = ["Open the secret in the Secrets Manager console and choose Rotation.", "Edit rotation and set an interval of 90 days or less.", "Save."]
      ja = ["Secrets Manager コンソールでシークレットを開き、「ローテーション」を選ぶ。", "「ローテーションを編集」で間隔を 90 日以内にする。", "保存する。"]
    }
    cli = "aws secretsmanager rotate-secret --secret-id SECRET --rotation-rules AutomaticallyAfterDays=90"
  }

  example "fail" "once a year" {
    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 365
      }
    }
  }

  example "fixed" "once a year" {
    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 90
      }
    }
  }

  example "fail" "a slow rate" {
    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "rate(91 days)"
      }
    }
  }

  example "fixed" "a slow rate" {
    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "rate(90 days)"
      }
    }
  }

  example "fail" "every January" {
    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "cron(0 8 1 1 ? *)"
      }
    }
  }

  example "fixed" "every January" {
    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  example "fail" "a stricter limit" {
    params = { maxDaysSinceRotation = 30 }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 31
      }
    }
  }

  example "pass" "days and rates" {
    resource "aws_secretsmanager_secret_rotation" "days" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 90
      }
    }

    resource "aws_secretsmanager_secret_rotation" "rate" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "rate(90 days)"
      }
    }

    resource "aws_secretsmanager_secret_rotation" "day" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "rate(1 day)"
      }
    }

    resource "aws_secretsmanager_secret_rotation" "hours" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "rate(100 hours)"
      }
    }
  }

  example "pass" "schedules that run in every month" {
    variable "months" {
      default = ["*", "1/1", "*/1", "1-12"]
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      for_each            = toset(var.months)
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "cron(0 8 1 ${each.key} ? *)"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "days" {
      input = 30
    }

    resource "aws_secretsmanager_secret_rotation" "api" {
      secret_id           = "api"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = tonumber(terraform_data.days.output)
      }
    }
  }

  example "pass" "schedules that run in every second month" {
    resource "aws_secretsmanager_secret_rotation" "app" {
      for_each            = toset(["*/2", "1/2", "2/2", "1-12/2", "1,3,5,7,9,11", "2,4,6,8,10,12"])
      secret_id           = "arn:aws:secretsmanager:us-east-1:111122223333:secret:app-a1b2c3"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "cron(0 8 1 ${each.key} ? *)"
      }
    }
  }

  example "pass" "every second month, where 68 days are allowed" {
    params = { maxDaysSinceRotation = 68 }

    resource "aws_secretsmanager_secret_rotation" "app" {
      secret_id           = "arn:aws:secretsmanager:us-east-1:111122223333:secret:app-a1b2c3"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "cron(0 8 1 */2 ? *)"
      }
    }
  }

  example "fail" "every second month, where fewer days are allowed" {
    params = { maxDaysSinceRotation = 67 }

    resource "aws_secretsmanager_secret_rotation" "app" {
      secret_id           = "arn:aws:secretsmanager:us-east-1:111122223333:secret:app-a1b2c3"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "cron(0 8 1 */2 ? *)"
      }
    }
  }

  example "fail" "every sixth month" {
    resource "aws_secretsmanager_secret_rotation" "app" {
      secret_id           = "arn:aws:secretsmanager:us-east-1:111122223333:secret:app-a1b2c3"
      rotation_lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:rotate"
      rotation_rules {
        schedule_expression = "cron(0 8 1 */6 ? *)"
      }
    }
  }
}
