control "CodeBuild.1" {
  slug     = "codebuild-source-url-without-credentials"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure development"]
  title = {
    en = "CodeBuild source URLs hold no token or password"
    ja = "CodeBuild のソースリポジトリの URL に認証情報が含まれていない"
  }
  why = {
    en = "A token in a repository's URL stands in the project, in build logs and in the state file. Whoever sees one of them can read and often change the source code."
    ja = "リポジトリの URL に埋め込んだトークンは、プロジェクトの設定やビルドログ、tfstate に残ります。それを見た人は、ソースコードの閲覧や改変ができてしまいます。"
  }
  decides = "checked"
  notes = {
    en = "GitHub and Bitbucket sources are judged, secondary sources too. A Bitbucket URL with a user name alone holds no secret and passes."
    ja = "GitHub と Bitbucket のソースを、セカンダリソースも含めて判定します。Bitbucket の URL にユーザー名だけが含まれる場合は、秘密情報ではないため合格とします。"
  }
  config_rule = "codebuild-project-source-repo-url-check"
  frameworks = {
    "aws-fsbp"       = ["CodeBuild.1"]
    "pci-dss-3.2.1"  = ["8.2.1"]
    "nist-800-53-r5" = ["SA-3"]
  }
  frameworks_derived = {
    "pci-dss-4.0"  = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "A1.1.3"]
    "nist-csf-2.0" = ["cm_4", "ip_2", "po_5", "sc_1", "sc_3"]
  }

  check "aws_codebuild_project" {
    each = "source"
    enforce {
      condition = !any([
        each.value.type == "GITHUB" && length(regexall("^[a-z]+://[^/]*@", default(each.value.location, ""))) > 0,
        each.value.type == "BITBUCKET" && length(regexall("^[a-z]+://[^/]*:[^/]*@", default(each.value.location, ""))) > 0,
      ])
      at = "location"
      error_message = {
        en = "the URL of the source repository holds a credential"
        ja = "ソースリポジトリの URL に認証情報が含まれている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "take the credential out of the URL"
        ja = "URL から認証情報を取り除く"
      }
      warning = {
        en = "Connect CodeBuild to the provider first (OAuth or a CodeConnections connection), or builds of private repositories stop. Revoke the credential: it has been written to the state file."
        ja = "先に OAuth や CodeConnections で CodeBuild をリポジトリに接続しないと、プライベートリポジトリのビルドが失敗します。認証情報は tfstate に残っているため、無効化してください。"
      }
      set = { location = replace(each.value.location, "/^([a-z]+://)[^/]*@/", "$1") }
    }
  }

  check "aws_codebuild_project" {
    each = "secondary_sources"
    enforce {
      condition = !any([
        each.value.type == "GITHUB" && length(regexall("^[a-z]+://[^/]*@", default(each.value.location, ""))) > 0,
        each.value.type == "BITBUCKET" && length(regexall("^[a-z]+://[^/]*:[^/]*@", default(each.value.location, ""))) > 0,
      ])
      at = "location"
      error_message = {
        en = "the URL of the secondary source ${each.value.source_identifier} holds a credential"
        ja = "セカンダリソース ${each.value.source_identifier} の URL に認証情報が含まれている"
      }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "take the credential out of the URL"
        ja = "URL から認証情報を取り除く"
      }
      warning = {
        en = "Connect CodeBuild to the provider first (OAuth or a CodeConnections connection), or builds of private repositories stop. Revoke the credential: it has been written to the state file."
        ja = "先に OAuth や CodeConnections で CodeBuild をリポジトリに接続しないと、プライベートリポジトリのビルドが失敗します。認証情報は tfstate に残っているため、無効化してください。"
      }
      set = { location = replace(each.value.location, "/^([a-z]+://)[^/]*@/", "$1") }
    }
  }

  remediation {
    console = {
      en = ["Open the project in the CodeBuild console and edit Source.", "Disconnect from GitHub or Bitbucket, then connect by OAuth or a connection.", "Choose the repository again, update the source, and revoke the old credential."]
      ja = ["CodeBuild コンソールでプロジェクトを開き、「ソース」を編集する。", "GitHub や Bitbucket との接続をいったん解除し、OAuth または接続を使って接続し直す。", "リポジトリを選び直して更新し、古い認証情報を無効化する。"]
    }
    cli = "aws codebuild update-project --name PROJECT --source type=GITHUB,location=https://github.com/OWNER/REPOSITORY.git"
  }

  example "fail" "a token for GitHub" {
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
        location = "https://example-token@github.com/example/app.git"
      }
    }
  }

  example "fixed" "a token for GitHub" {
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

  example "fail" "a password for Bitbucket in a secondary source" {
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
        type = "CODEPIPELINE"
      }
      secondary_sources {
        source_identifier = "tools"
        type              = "BITBUCKET"
        location          = "https://ci:example@bitbucket.org/example/tools.git"
      }
    }
  }

  example "fixed" "a password for Bitbucket in a secondary source" {
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
        type = "CODEPIPELINE"
      }
      secondary_sources {
        source_identifier = "tools"
        type              = "BITBUCKET"
        location          = "https://bitbucket.org/example/tools.git"
      }
    }
  }

  example "fail" "the kinds the other way round" {
    resource "aws_codebuild_project" "bitbucket" {
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
        type     = "BITBUCKET"
        location = "https://ci:example@bitbucket.org/example/app.git"
      }
    }

    resource "aws_codebuild_project" "github" {
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
        type      = "NO_SOURCE"
        buildspec = "version: 0.2"
      }
      secondary_sources {
        source_identifier = "tools"
        type              = "GITHUB"
        location          = "https://example-token@github.com/example/tools.git"
      }
    }
  }

  example "pass" "plain URLs" {
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
      secondary_sources {
        source_identifier = "tools"
        type              = "BITBUCKET"
        location          = "https://bitbucket.org/example/tools.git"
      }
    }
  }

  example "pass" "no secrets" {
    resource "aws_codebuild_project" "user_name" {
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
        type     = "BITBUCKET"
        location = "https://ci@bitbucket.org/example/app.git"
      }
      secondary_sources {
        source_identifier = "tools"
        type              = "BITBUCKET"
        location          = "https://ci@bitbucket.org/example/tools.git"
      }
      secondary_sources {
        source_identifier = "docs"
        type              = "GITHUB"
        location          = "https://github.com/example/docs.git"
      }
    }

    resource "aws_codebuild_project" "other" {
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
        type     = "GITHUB_ENTERPRISE"
        location = "https://github.corp.example/example/app.git"
      }
    }

    resource "aws_codebuild_project" "pipeline" {
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
        type = "CODEPIPELINE"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "location" {
      input = "https://github.com/example/app.git"
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
        location = terraform_data.location.output
      }
    }
  }
}
