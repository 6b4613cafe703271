control "EC2.8" {
  slug     = "ec2-imdsv2-required"
  aliases  = []
  severity = "high"
  category = ["Protect", "Network security"]
  title = {
    en = "EC2 instances require IMDSv2"
    ja = "EC2 インスタンスで IMDSv2 が必須になっている"
  }
  why = {
    en = "With IMDSv1 a single forged request from a web application is enough to read the credentials of the instance's role. IMDSv2 asks for a session token that such a request cannot get."
    ja = "IMDSv1 が使えると、Web アプリケーションの SSRF などから 1 回のリクエストでインスタンスロールの認証情報を盗まれます。IMDSv2 ではセッショントークンが必要になり、この手口を防げます。"
  }
  decides = "checked"
  notes = {
    en = "What counts is the token setting, as in AWS's check: an instance whose metadata endpoint is switched off is judged by it too. Where the instance says nothing, its launch template and then the account's metadata defaults decide; the setting of the AMI is not seen. Launch templates are judged because instances start from them. An instance that names another version of its template than the latest is not decided by what the template says now, and one that runs keeps its setting until it is changed itself: its fix is on the instance."
    ja = "AWS の判定と同じく http_tokens の値で判断し、メタデータエンドポイントを無効にしたインスタンスも対象です。インスタンスに指定がなければ、起動テンプレート、アカウントのメタデータのデフォルト設定の順に参照します。AMI 側の設定は見ません。インスタンスの起動元になるため、起動テンプレートも判定します。最新でないバージョンを使うインスタンスは、テンプレートの現在の内容では判定しません。稼働中のインスタンスの設定はテンプレートを変えても変わらないため、修正はインスタンス側で行います。"
  }
  config_rule = "ec2-imdsv2-check"
  frameworks = {
    "aws-fsbp"       = ["EC2.8"]
    "nist-800-53-r5" = ["AC-3", "AC-3(15)", "AC-3(7)", "AC-6"]
  }
  frameworks_derived = {
    "cis-aws-3.0"                   = ["5.6"]
    "cis-aws-5.0"                   = ["5.7"]
    "pci-dss-4.0"                   = ["8.2.8"]
    "aws-well-architected-security" = ["SEC03-BP01", "SEC06-BP01"]
    "iso-27001-2022"                = ["A.8.20", "A.8.21", "A.8.22"]
    "soc2"                          = ["cc_7_2"]
    "nist-csf-2.0"                  = ["ac_3"]
  }

  check "aws_instance" "aws_spot_instance_request" {
    locals {
      own       = one(attrs.metadata_options[*].http_tokens)
      template  = launch_template(attrs.launch_template)
      inherited = one(default(attribute(local.template, "metadata_options[*].http_tokens"), []))
      regional  = one(in_scope("aws_ec2_instance_metadata_defaults")[*].http_tokens)
      tokens    = default(local.own, default(local.inherited, local.regional))
    }
    enforce {
      condition = local.tokens == "required"
      at        = "metadata_options.http_tokens"
      error_message = {
        en = "the instance accepts IMDSv1 requests"
        ja = "IMDSv1 のリクエストを受け付ける設定になっている"
      }
    }
    fix {
      when   = meta.type == "aws_spot_instance_request"
      class  = "unsafe"
      impact = "unknown"
      summary = {
        en = "require IMDSv2"
        ja = "IMDSv2 を必須にする"
      }
      warning = {
        en = "A request that exists is replaced where it has no metadata_options block; where it has one, the provider notes the change without passing it on: replace the request (terraform apply -replace). Software that still uses IMDSv1 loses its credentials."
        ja = "既存のリクエストは、metadata_options ブロックがなければ作り直されます。ブロックがある場合はステートだけが変わりインスタンスには反映されないため、terraform apply -replace で作り直してください。IMDSv1 を使うソフトウェアは認証情報を取得できなくなります。"
      }
      set = { "metadata_options.http_tokens" = "required" }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "require IMDSv2"
        ja = "IMDSv2 を必須にする"
      }
      warning = {
        en = "Software that still uses IMDSv1 loses its credentials: see that the metric MetadataNoToken is zero first."
        ja = "IMDSv1 を使うソフトウェアは認証情報を取得できなくなります。先に CloudWatch の MetadataNoToken が 0 であることを確認してください。"
      }
      set = { "metadata_options.http_tokens" = "required" }
    }
  }

  check "aws_spot_fleet_request" {
    each = "launch_specification"
    enforce {
      condition = one(in_scope("aws_ec2_instance_metadata_defaults")[*].http_tokens) == "required"
      error_message = {
        en = "instances that the fleet starts accept IMDSv1 requests"
        ja = "フリートが起動するインスタンスが IMDSv1 のリクエストを受け付ける"
      }
    }
    no_fix = {
      en = "a launch specification has no setting for it: start the fleet from a launch template that requires IMDSv2 (launch_template_config), or require it in aws_ec2_instance_metadata_defaults"
      ja = "launch_specification では指定できない。IMDSv2 を必須にした起動テンプレートを launch_template_config で使うか、aws_ec2_instance_metadata_defaults で必須にする"
    }
  }

  check "aws_launch_template" {
    locals {
      regional   = one(in_scope("aws_ec2_instance_metadata_defaults")[*].http_tokens)
      tokens     = default(one(attrs.metadata_options[*].http_tokens), local.regional)
      groups     = referrers("aws_autoscaling_group")
      versions   = flatten(concat([for user in referrers("aws_instance", "aws_spot_instance_request", "aws_autoscaling_group") : user.launch_template[*].version], [for group in local.groups : group.mixed_instances_policy[*].launch_template[*].launch_template_specification[*].version]))
      by_default = any([for version in local.versions : contains(["", "$Default"], default(version, ""))])
    }
    enforce {
      condition = local.tokens == "required"
      at        = "metadata_options.http_tokens"
      error_message = {
        en = "instances launched from the template accept IMDSv1 requests"
        ja = "このテンプレートから起動するインスタンスが IMDSv1 のリクエストを受け付ける"
      }
    }
    fix {
      when   = local.by_default && !is_set(attrs.default_version) && !default(attrs.update_default_version, false)
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "require IMDSv2 in a new version of the template, and make that the default"
        ja = "テンプレートの新しいバージョンで IMDSv2 を必須にし、それをデフォルトバージョンにする"
      }
      warning = {
        en = "Software that still uses IMDSv1 loses its credentials on newly launched instances. From now on every change of the template becomes its default version."
        ja = "新しく起動したインスタンスでは、IMDSv1 を使うソフトウェアが認証情報を取得できなくなります。以後、テンプレートの変更はすべてデフォルトバージョンに反映されます。"
      }
      set = { "metadata_options.http_tokens" = "required", update_default_version = true }
    }
    fix {
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "require IMDSv2 in a new version of the template"
        ja = "テンプレートの新しいバージョンで IMDSv2 を必須にする"
      }
      warning = {
        en = "Software that still uses IMDSv1 loses its credentials on newly launched instances. Who starts instances from a fixed or the default version stays with the old one until that is moved."
        ja = "新しく起動したインスタンスでは、IMDSv1 を使うソフトウェアが認証情報を取得できなくなります。固定のバージョンやデフォルトバージョンから起動する場合は、そのバージョンを切り替えるまで以前の設定のままです。"
      }
      set = { "metadata_options.http_tokens" = "required" }
    }
  }

  remediation {
    console = {
      en = ["Select the instance in the EC2 console.", "Choose Actions, Instance settings, Modify instance metadata options.", "Set IMDSv2 to Required and save."]
      ja = ["EC2 コンソールでインスタンスを選ぶ。", "「アクション」→「インスタンスの設定」→「インスタンスメタデータオプションの変更」を開く。", "IMDSv2 を「必須」にして保存する。"]
    }
    cli = "aws ec2 modify-instance-metadata-options --instance-id INSTANCE_ID --http-tokens required --http-endpoint enabled"
  }

  example "fail" "nothing said" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "fixed" "nothing said" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }
  }

  example "fail" "tokens optional" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_endpoint = "enabled"
        http_tokens   = "optional"
      }
    }
  }

  example "fixed" "tokens optional" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_endpoint = "enabled"
        http_tokens   = "required"
      }
    }
  }

  example "fail" "launch template with other options" {
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_put_response_hop_limit = 1
      }
    }

    resource "aws_instance" "app" {
      launch_template {
        id = aws_launch_template.app.id
      }
      metadata_options {
        instance_metadata_tags = "enabled"
      }
    }
  }

  example "fixed" "launch template with other options" {
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_put_response_hop_limit = 1
        http_tokens                 = "required"
      }
      update_default_version = true
    }

    resource "aws_instance" "app" {
      launch_template {
        id = aws_launch_template.app.id
      }
      metadata_options {
        instance_metadata_tags = "enabled"
        http_tokens            = "required"
      }
    }
  }

  example "pass" "required on the instance" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }
  }

  example "pass" "inherited from launch templates" {
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }

    resource "aws_instance" "by_id" {
      launch_template {
        id      = aws_launch_template.app.id
        version = "$Latest"
      }
    }

    resource "aws_instance" "by_name" {
      launch_template {
        name = aws_launch_template.app.name
      }
    }
  }

  example "pass" "the version of a launch template by reference" {
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }

    resource "aws_instance" "latest" {
      launch_template {
        id      = aws_launch_template.app.id
        version = aws_launch_template.app.latest_version
      }
    }

    resource "aws_instance" "default" {
      launch_template {
        id      = aws_launch_template.app.id
        version = aws_launch_template.app.default_version
      }
    }
  }

  example "unknown" "another version of a launch template" {
    expect = { "aws_launch_template.app" = "pass" }
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }

    resource "aws_instance" "app" {
      launch_template {
        id      = aws_launch_template.app.id
        version = "3"
      }
    }
  }

  example "fail" "groups on the latest version of a template" {
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_autoscaling_group" "app" {
      min_size           = 0
      max_size           = 1
      availability_zones = ["us-east-1a", "us-east-1b"]
      mixed_instances_policy {
        launch_template {
          launch_template_specification {
            launch_template_id = aws_launch_template.app.id
            version            = "$Latest"
          }
        }
      }
    }
  }

  example "fixed" "groups on the latest version of a template" {
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }

    resource "aws_autoscaling_group" "app" {
      min_size           = 0
      max_size           = 1
      availability_zones = ["us-east-1a", "us-east-1b"]
      mixed_instances_policy {
        launch_template {
          launch_template_specification {
            launch_template_id = aws_launch_template.app.id
            version            = "$Latest"
          }
        }
      }
    }
  }

  example "pass" "account defaults" {
    resource "aws_ec2_instance_metadata_defaults" "this" {
      http_tokens = "required"
    }

    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "tokens" {
      input = "required"
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = terraform_data.tokens.output
      }
    }

    resource "aws_launch_template" "app" {
      name = "app"
      metadata_options {
        http_tokens = terraform_data.tokens.output
      }
    }
  }

  example "unknown" "launch templates of another configuration" {
    resource "aws_instance" "by_id" {
      instance_type = "t3.micro"
      launch_template {
        id = "lt-0123456789abcdef0"
      }
    }

    resource "aws_instance" "by_name" {
      instance_type = "t3.micro"
      launch_template {
        name = "golden"
      }
    }
  }

  example "fail" "a Spot request that says nothing" {
    resource "aws_spot_instance_request" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "fixed" "a Spot request that says nothing" {
    resource "aws_spot_instance_request" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }
  }

  example "fail" "what a Spot fleet starts" {
    resource "aws_spot_fleet_request" "app" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
      }
    }
  }

  example "pass" "Spot requests and fleets" {
    resource "aws_launch_template" "app" {
      name          = "app"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }

    resource "aws_spot_instance_request" "template" {
      launch_template {
        id = aws_launch_template.app.id
      }
    }

    resource "aws_spot_instance_request" "own" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }

    resource "aws_spot_fleet_request" "template" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_template_config {
        launch_template_specification {
          id      = aws_launch_template.app.id
          version = "$Latest"
        }
      }
    }
  }

  example "pass" "account defaults for a Spot fleet" {
    resource "aws_ec2_instance_metadata_defaults" "this" {
      http_tokens = "required"
    }

    resource "aws_spot_fleet_request" "app" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
      }
    }
  }
}
