control "CodeBuild.5" {
  slug     = "codebuild-no-privileged-mode"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure Access Management"]
  title = {
    en = "CodeBuild projects do not run builds in privileged mode"
    ja = "CodeBuild プロジェクトで特権モードが無効になっている"
  }
  why = {
    en = "In privileged mode the build container reaches the devices of its host. A malicious dependency can then break out of the container and tamper with other steps of the build."
    ja = "特権モードでは、ビルドコンテナからホストのデバイスに触れられます。悪意のある依存パッケージがコンテナを抜け出し、ビルドのほかの処理を改ざんするおそれがあります。"
  }
  decides     = "checked"
  config_rule = "codebuild-project-environment-privileged-check"
  frameworks = {
    "aws-fsbp"       = ["CodeBuild.5"]
    "nist-800-53-r5" = ["AC-2(1)", "AC-3", "AC-3(15)", "AC-3(7)", "AC-5", "AC-6", "AC-6(10)", "AC-6(2)"]
  }

  check "aws_codebuild_project" {
    enforce {
      condition = !default(one(attrs.environment[*].privileged_mode), false)
      at        = "environment.privileged_mode"
      error_message = {
        en = "builds run in privileged mode"
        ja = "ビルドが特権モードで実行される"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "leave privileged mode"
        ja = "特権モードを無効にする"
      }
      warning = {
        en = "Builds that start a Docker daemon need privileged mode. Where images have to be built, use a build tool that needs no daemon, or suppress this finding for that project."
        ja = "Docker デーモンを使うビルドには特権モードが必要です。イメージをビルドする場合は、デーモンの要らないツールに切り替えるか、そのプロジェクトでこの検出を抑制してください。"
      }
      set = { "environment.privileged_mode" = false }
    }
  }

  remediation {
    console = {
      en = ["Open the project in the CodeBuild console and edit Environment.", "Under Additional configuration clear Privileged.", "Update the environment."]
      ja = ["CodeBuild コンソールでプロジェクトを開き、「環境」を編集する。", "「追加設定」で「特権付与」のチェックを外す。", "環境を更新する。"]
    }
    cli = "aws codebuild update-project --name PROJECT --environment file://environment.json"
  }

  example "fail" "switched on" {
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
        compute_type    = "BUILD_GENERAL1_SMALL"
        image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type            = "LINUX_CONTAINER"
        privileged_mode = true
      }
    }
  }

  example "fixed" "switched on" {
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
        compute_type    = "BUILD_GENERAL1_SMALL"
        image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type            = "LINUX_CONTAINER"
        privileged_mode = false
      }
    }
  }

  example "fail" "switched on by a local" {
    locals {
      docker = ["app"]
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
        compute_type    = "BUILD_GENERAL1_SMALL"
        image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type            = "LINUX_CONTAINER"
        privileged_mode = contains(local.docker, "app")
      }
    }
  }

  example "pass" "left out" {
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
      }
    }
  }

  example "pass" "switched off" {
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
        compute_type    = "BUILD_GENERAL1_SMALL"
        image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type            = "LINUX_CONTAINER"
        privileged_mode = false
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "privileged" {
      input = false
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
        compute_type    = "BUILD_GENERAL1_SMALL"
        image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
        type            = "LINUX_CONTAINER"
        privileged_mode = tobool(terraform_data.privileged.output)
      }
    }
  }
}
