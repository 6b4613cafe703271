control "CodeBuild.4" {
  slug     = "codebuild-project-logging"
  aliases  = []
  severity = "medium"
  category = ["Identify", "Logging"]
  title = {
    en = "CodeBuild projects keep a log of their builds"
    ja = "CodeBuild プロジェクトのログ記録が有効になっている"
  }
  why = {
    en = "Builds run code with the permissions of the service role. Without a log nobody can tell afterwards what a tampered build did."
    ja = "ビルドは、サービスロールの権限でコードを実行します。ログがなければ、改ざんされたビルドが何をしたのか後から調べられません。"
  }
  decides = "checked"
  notes = {
    en = "A project without log settings logs to CloudWatch Logs, which is CodeBuild's default."
    ja = "ログの設定がないプロジェクトは、CodeBuild の既定で CloudWatch Logs に記録されるため合格とします。"
  }
  config_rule = "codebuild-project-logging-enabled"
  frameworks = {
    "aws-fsbp"       = ["CodeBuild.4"]
    "nist-800-53-r5" = ["AC-2(12)", "AC-2(4)", "AC-4(26)", "AC-6(9)", "AU-10", "AU-12", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "AU-9(7)", "CA-7", "SC-7(9)", "SI-3(8)", "SI-4", "SI-4(20)", "SI-7(8)"]
  }

  check "aws_codebuild_project" {
    locals {
      cloudwatch = one(flatten(attrs.logs_config[*].cloudwatch_logs[*].status))
      s3         = one(flatten(attrs.logs_config[*].s3_logs[*].status))
    }
    enforce {
      condition = any([default(local.cloudwatch, "ENABLED") == "ENABLED", default(local.s3, "") == "ENABLED"])
      at        = "logs_config.cloudwatch_logs.status"
      error_message = {
        en = "neither CloudWatch Logs nor S3 takes a log of the builds"
        ja = "ビルドのログが CloudWatch Logs にも S3 にも記録されない"
      }
    }
    fix {
      class  = "safe"
      impact = "in-place"
      summary = {
        en = "log builds to CloudWatch Logs"
        ja = "ビルドのログを CloudWatch Logs に記録する"
      }
      warning = {
        en = "CloudWatch Logs charges for the logs by volume."
        ja = "CloudWatch Logs の料金がログの量に応じてかかります。"
      }
      set = { "logs_config.cloudwatch_logs.status" = "ENABLED" }
    }
  }

  remediation {
    console = {
      en = ["Open the project in the CodeBuild console and edit Logs.", "Tick CloudWatch logs or S3 logs and name the destination.", "Update the logs."]
      ja = ["CodeBuild コンソールでプロジェクトを開き、「ログ」を編集する。", "「CloudWatch Logs」または「S3 ログ」にチェックを入れ、出力先を指定する。", "ログを更新する。"]
    }
    cli = "aws codebuild update-project --name PROJECT --logs-config cloudWatchLogs={status=ENABLED}"
  }

  example "fail" "both switched off" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      logs_config {
        cloudwatch_logs {
          status = "DISABLED"
        }
        s3_logs {
          status = "DISABLED"
        }
      }
    }
  }

  example "fixed" "both switched off" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      logs_config {
        cloudwatch_logs {
          status = "ENABLED"
        }
        s3_logs {
          status = "DISABLED"
        }
      }
    }
  }

  example "fail" "CloudWatch Logs switched off by a variable" {
    variable "logs" {
      default = "DISABLED"
    }

    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      logs_config {
        cloudwatch_logs {
          status = var.logs
        }
      }
    }
  }

  example "pass" "nothing said" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
    }
  }

  example "pass" "one of the two" {
    resource "aws_codebuild_project" "s3" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      logs_config {
        cloudwatch_logs {
          status = "DISABLED"
        }
        s3_logs {
          status   = "ENABLED"
          location = "example-build-logs/app"
        }
      }
    }

    resource "aws_codebuild_project" "cloudwatch" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      logs_config {
        cloudwatch_logs {
          group_name = "builds"
        }
        s3_logs {
          status = "DISABLED"
        }
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "logs" {
      input = "ENABLED"
    }

    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      logs_config {
        cloudwatch_logs {
          status = terraform_data.logs.output
        }
      }
    }
  }
}
