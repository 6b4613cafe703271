control "Lambda.2" {
  slug     = "lambda-supported-runtime"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure development"]
  title = {
    en = "Lambda functions run on a supported runtime"
    ja = "Lambda 関数がサポート中のランタイムを使っている"
  }
  why = {
    en = "A deprecated runtime gets no security fixes any more, and after a while its functions can be neither created nor updated."
    ja = "非推奨のランタイムにはセキュリティ修正が提供されず、やがて関数の作成も更新もできなくなります。"
  }
  decides = "checked"
  notes = {
    en = "Runtimes fail from the day AWS deprecated them; a newer runtime never fails for being unknown. Functions from container images have no runtime and are not judged. The dates are those that AWS names in its list of Lambda runtimes, compared with the table LmbdRuntimeLifecycle of cfn-lint 1.58.0."
    ja = "AWS が非推奨とした日以降、そのランタイムを不合格とします。一覧にない新しいランタイムは不合格になりません。コンテナイメージの関数にはランタイムがないため対象外です。日付は AWS の Lambda ランタイムの一覧によるもので、cfn-lint 1.58.0 の LmbdRuntimeLifecycle と照合しています。"
  }
  config_rule = "lambda-function-settings-check"
  frameworks = {
    "aws-fsbp"       = ["Lambda.2"]
    "nist-800-53-r5" = ["CA-9(1)", "CM-2", "SI-2", "SI-2(2)", "SI-2(4)", "SI-2(5)"]
  }

  parameter "deprecatedRuntimes" {
    default = {
      "nodejs"          = "2016-08-30"
      "nodejs6.10"      = "2019-08-12"
      "nodejs4.3"       = "2020-03-05"
      "nodejs4.3-edge"  = "2020-03-05"
      "nodejs8.10"      = "2020-03-06"
      "nodejs10.x"      = "2021-07-30"
      "nodejs12.x"      = "2023-03-31"
      "nodejs14.x"      = "2023-12-04"
      "nodejs16.x"      = "2024-06-12"
      "nodejs18.x"      = "2025-09-01"
      "nodejs20.x"      = "2026-04-30"
      "nodejs22.x"      = "2027-04-30"
      "nodejs24.x"      = "2028-04-30"
      "python2.7"       = "2021-07-15"
      "python3.6"       = "2022-07-18"
      "python3.7"       = "2023-12-04"
      "python3.8"       = "2024-10-14"
      "python3.9"       = "2025-12-15"
      "python3.10"      = "2026-10-31"
      "python3.11"      = "2027-06-30"
      "python3.12"      = "2028-10-31"
      "python3.13"      = "2029-06-30"
      "python3.14"      = "2029-06-30"
      "ruby2.5"         = "2021-07-30"
      "ruby2.7"         = "2023-12-07"
      "ruby3.2"         = "2026-03-31"
      "ruby3.3"         = "2027-03-31"
      "ruby3.4"         = "2028-03-31"
      "ruby4.0"         = "2029-03-31"
      "java8"           = "2024-01-08"
      "java11"          = "2027-06-30"
      "java17"          = "2027-06-30"
      "java8.al2"       = "2027-06-30"
      "java21"          = "2029-06-30"
      "java25"          = "2029-06-30"
      "dotnetcore2.0"   = "2019-05-30"
      "dotnetcore1.0"   = "2019-06-27"
      "dotnetcore2.1"   = "2022-01-05"
      "dotnetcore3.1"   = "2023-04-03"
      "dotnet6"         = "2024-12-20"
      "dotnet8"         = "2026-11-10"
      "dotnet9"         = "2026-11-10"
      "dotnet10"        = "2028-11-14"
      "go1.x"           = "2024-01-08"
      "provided"        = "2024-01-08"
      "provided.al2"    = "2026-07-31"
      "provided.al2023" = "2029-06-30"
    }
    description = {
      en = "Runtimes and the day on which AWS deprecated each"
      ja = "非推奨のランタイムと、AWS が非推奨とした日"
    }
  }
  check "aws_lambda_function" {
    filter = default(attrs.package_type, "Zip") != "Image"
    locals {
      successors = { nodejs = "nodejs22.x", python = "python3.13", ruby = "ruby3.3", java = "java21", dotnet = "dotnet8", dotnetcore = "dotnet8" }
      successor  = lookup(local.successors, one(regexall("^[a-z]+", default(attrs.runtime, ""))), null)
    }
    enforce {
      condition = days_until(lookup(param.deprecatedRuntimes, default(attrs.runtime, ""), "9999-12-31")) > 0
      at        = "runtime"
      error_message = {
        en = "the runtime ${attrs.runtime} is no longer supported"
        ja = "ランタイム ${attrs.runtime} のサポートが終了している"
      }
    }
    fix {
      when   = local.successor != null
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "move to the runtime ${local.successor}"
        ja = "ランタイムを ${local.successor} に上げる"
      }
      warning = {
        en = "The language changes with the runtime: test the code and its dependencies on it first."
        ja = "言語のバージョンが変わるため、コードと依存パッケージを先に新しいランタイムで試験してください。"
      }
      set = { runtime = local.successor }
    }
    no_fix = {
      en = "the runtime has no successor that runs the same package: build the function for provided.al2023"
      ja = "同じパッケージのまま移れる後継ランタイムがない。provided.al2023 向けにビルドし直す"
    }
  }

  remediation {
    console = {
      en = ["Open the function in the Lambda console.", "Under Runtime settings choose Edit and a supported runtime.", "Save and test the function."]
      ja = ["Lambda コンソールで関数を開く。", "「ランタイム設定」の「編集」で、サポート中のランタイムを選ぶ。", "保存して関数をテストする。"]
    }
    cli = "aws lambda update-function-configuration --function-name FUNCTION --runtime RUNTIME"
  }

  example "fail" "an old Python" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.8"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "fixed" "an old Python" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "fail" "other languages" {
    resource "aws_lambda_function" "app" {
      for_each      = toset(["nodejs18.x", "ruby2.7", "java8", "dotnet6", "dotnetcore3.1"])
      function_name = "app-${replace(each.key, ".", "-")}"
      runtime       = each.key
      package_type  = "Zip"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "fail" "no successor" {
    resource "aws_lambda_function" "app" {
      for_each      = toset(["go1.x", "provided"])
      function_name = "app-${replace(each.key, ".", "-")}"
      runtime       = each.key
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "fail" "the day of deprecation" {
    today = "2026-04-30"

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "nodejs20.x"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "pass" "supported runtimes" {
    resource "aws_lambda_function" "app" {
      for_each      = toset(["python3.13", "nodejs22.x", "java21", "provided.al2023"])
      function_name = "app-${replace(each.key, ".", "-")}"
      runtime       = each.key
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "pass" "a container image" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      role          = "arn:aws:iam::111122223333:role/app"
      package_type  = "Image"
      image_uri     = "111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1"
    }
  }

  example "pass" "the day before deprecation" {
    today = "2026-04-29"

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "nodejs20.x"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "pass" "a runtime that the table does not know" {
    params = { deprecatedRuntimes = { "nodejs20.x" = "2026-04-30" } }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      runtime       = "python3.13"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }

  example "unknown" "whether it is an image is decided at apply" {
    resource "terraform_data" "package" {
      input = "Zip"
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      package_type  = terraform_data.package.output
      runtime       = "python3.8"
      role          = "arn:aws:iam::111122223333:role/app"
      handler       = "app.handler"
      s3_bucket     = "example-code"
      s3_key        = "app.zip"
    }
  }
}
