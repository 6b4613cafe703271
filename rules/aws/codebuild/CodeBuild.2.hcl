control "CodeBuild.2" {
  slug     = "codebuild-no-plaintext-credentials"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure development"]
  title = {
    en = "CodeBuild projects keep no AWS credentials in plain environment variables"
    ja = "CodeBuild の環境変数に AWS の認証情報を平文で設定していない"
  }
  why = {
    en = "Plain environment variables of a project are shown in the console, returned by the API, printed by build scripts and written to the state file. Whoever reads them there owns the access key."
    ja = "プロジェクトの平文の環境変数は、コンソールや API で参照でき、ビルドログや tfstate にも残ります。それを見た人は誰でもアクセスキーを使えてしまいます。"
  }
  decides = "checked"
  notes = {
    en = "As in AWS's check the names AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY decide, whatever the value is."
    ja = "AWS の判定と同じく、値ではなく AWS_ACCESS_KEY_ID と AWS_SECRET_ACCESS_KEY という変数名で判断します。"
  }
  config_rule = "codebuild-project-envvar-awscred-check"
  frameworks = {
    "aws-fsbp"       = ["CodeBuild.2"]
    "pci-dss-3.2.1"  = ["8.2.1"]
    "nist-800-53-r5" = ["IA-5(7)", "SA-3"]
  }
  frameworks_derived = {
    "pci-dss-4.0"  = ["3.5.1", "7.2.1", "7.2.2", "7.2.3", "8.2.2", "8.3.2"]
    "nist-csf-2.0" = ["cm_4", "ip_2", "po_5", "sc_1"]
  }

  check "aws_codebuild_project" {
    each = "environment.environment_variable"
    enforce {
      condition = !all([
        contains(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], each.value.name),
        default(each.value.type, "PLAINTEXT") == "PLAINTEXT",
      ])
      at = "value"
      error_message = {
        en = "the environment variable ${each.value.name} holds a credential in plain text"
        ja = "環境変数 ${each.value.name} に認証情報が平文で設定されている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "remove ${each.value.name}, so that builds use the project's service role"
        ja = "${each.value.name} を削除し、ビルドではプロジェクトのサービスロールを使う"
      }
      warning = {
        en = "Give the service role the permissions that builds need first, and deactivate the key: it has been written to the state file. Where a key is unavoidable, refer to it by type PARAMETER_STORE or SECRETS_MANAGER."
        ja = "先にビルドに必要な権限をサービスロールに付与してください。キーは tfstate に残っているため無効化が必要です。どうしてもキーが必要な場合は、type を PARAMETER_STORE か SECRETS_MANAGER にして参照してください。"
      }
      remove = ["."]
    }
  }

  remediation {
    console = {
      en = ["Open the project in the CodeBuild console and edit Environment.", "Under Additional configuration remove the two variables, or store the value in Parameter Store or Secrets Manager and change the type.", "Update the environment and deactivate the exposed key in IAM."]
      ja = ["CodeBuild コンソールでプロジェクトを開き、「環境」を編集する。", "「追加設定」で該当の環境変数を削除するか、値を Parameter Store や Secrets Manager に移してタイプを変更する。", "環境を更新し、露出したキーを IAM で無効化する。"]
    }
    cli = "aws codebuild update-project --name PROJECT --environment file://environment.json"
  }

  example "fail" "both names in the project" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "STAGE"
          value = "production"
        }
        environment_variable {
          name  = "AWS_ACCESS_KEY_ID"
          value = "example"
        }
        environment_variable {
          name  = "AWS_SECRET_ACCESS_KEY"
          value = "example"
          type  = "PLAINTEXT"
        }
      }
    }
  }

  example "fixed" "both names in the project" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "STAGE"
          value = "production"
        }
      }
    }
  }

  example "fail" "the secret alone, by a dynamic block" {
    locals {
      environment = {
        AWS_SECRET_ACCESS_KEY = "example"
        STAGE                 = "production"
      }
    }

    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        dynamic "environment_variable" {
          for_each = local.environment
          content {
            name  = environment_variable.key
            value = environment_variable.value
          }
        }
      }
    }
  }

  example "fail" "the key id alone, said to be plain" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "AWS_ACCESS_KEY_ID"
          value = "example"
          type  = "PLAINTEXT"
        }
      }
    }
  }

  example "pass" "stored elsewhere" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "AWS_ACCESS_KEY_ID"
          value = "/build/access-key-id"
          type  = "PARAMETER_STORE"
        }
        environment_variable {
          name  = "AWS_SECRET_ACCESS_KEY"
          value = "build/access-key"
          type  = "SECRETS_MANAGER"
        }
      }
    }
  }

  example "pass" "ordinary variables" {
    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "AWS_DEFAULT_REGION"
          value = "us-east-1"
        }
        environment_variable {
          name  = "STAGE"
          value = "production"
          type  = "PLAINTEXT"
        }
      }
    }
  }

  example "unknown" "the kind of variable is decided at apply" {
    resource "terraform_data" "type" {
      input = "PARAMETER_STORE"
    }

    resource "aws_codebuild_project" "app" {
      name         = "app"
      service_role = "arn:aws:iam::111122223333:role/codebuild"
      artifacts {
        type = "NO_ARTIFACTS"
      }
      source {
        type     = "GITHUB"
        location = "https://github.com/example/app.git"
      }
      environment {
        compute_type = "BUILD_GENERAL1_SMALL"
        image        = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type         = "LINUX_CONTAINER"
        environment_variable {
          name  = "AWS_ACCESS_KEY_ID"
          value = "/build/access-key-id"
          type  = terraform_data.type.output
        }
      }
    }
  }
}
