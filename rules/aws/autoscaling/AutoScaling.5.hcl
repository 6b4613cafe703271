control "AutoScaling.5" {
  slug     = "launch-configuration-no-public-addresses"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "Launch configurations give instances no public addresses"
    ja = "起動設定がインスタンスにパブリック IP アドレスを割り当てない"
  }
  why = {
    en = "Instances of a group should be reached through their load balancer. With addresses of their own every one of them can be scanned and attacked directly."
    ja = "グループのインスタンスにはロードバランサー経由でアクセスするのが基本です。パブリック IP アドレスがあると、1 台ずつ直接スキャンや攻撃を受けます。"
  }
  decides = "checked"
  notes = {
    en = "As in AWS's check a launch configuration that leaves the argument out passes: the subnet's own setting applies then."
    ja = "AWS の判定と同じく、指定のない起動設定は合格とします。その場合はサブネット側の設定に従います。"
  }
  config_rule = "autoscaling-launch-config-public-ip-disabled"
  frameworks = {
    "aws-fsbp"       = ["AutoScaling.5"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }

  check "aws_launch_configuration" {
    enforce {
      condition = !default(attrs.associate_public_ip_address, false)
      at        = "associate_public_ip_address"
      error_message = {
        en = "instances get public addresses"
        ja = "インスタンスにパブリック IP アドレスが割り当てられる"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "give instances no public addresses"
        ja = "パブリック IP アドレスを割り当てない"
      }
      warning = {
        en = "New instances need another way out, such as a NAT gateway. A launch configuration that a group uses is replaced only with create_before_destroy and without a fixed name; running instances keep their addresses until they are replaced."
        ja = "新しいインスタンスには NAT ゲートウェイなどの外向きの経路が必要です。使用中の起動設定を置き換えるには、create_before_destroy を設定し、name を固定しないでください。稼働中のインスタンスのアドレスは、置き換えるまで残ります。"
      }
      set = { associate_public_ip_address = false }
    }
  }

  remediation {
    console = {
      en = ["Copy the launch configuration in the EC2 console, and choose not to assign a public IP address to any instances.", "Let the Auto Scaling group use the copy, and replace its instances."]
      ja = ["EC2 コンソールで起動設定をコピーし、「インスタンスにパブリック IP アドレスを割り当てない」を選ぶ。", "Auto Scaling グループで新しい起動設定を選び、インスタンスを入れ替える。"]
    }
    cli = "aws autoscaling create-launch-configuration --launch-configuration-name NEW --image-id AMI --instance-type TYPE --no-associate-public-ip-address"
  }

  example "fail" "public addresses" {
    resource "aws_launch_configuration" "web" {
      name_prefix                 = "web-"
      image_id                    = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
    }
  }

  example "fixed" "public addresses" {
    resource "aws_launch_configuration" "web" {
      name_prefix                 = "web-"
      image_id                    = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
    }
  }

  example "fail" "public addresses by a variable" {
    variable "public" {
      type    = bool
      default = true
    }

    resource "aws_launch_configuration" "web" {
      name_prefix                 = "web-"
      image_id                    = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = var.public
    }
  }

  example "fixed" "public addresses by a variable" {
    variable "public" {
      type    = bool
      default = false
    }

    resource "aws_launch_configuration" "web" {
      name_prefix                 = "web-"
      image_id                    = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = var.public
    }
  }

  example "pass" "no public addresses" {
    resource "aws_launch_configuration" "web" {
      name_prefix                 = "web-"
      image_id                    = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
    }
  }

  example "pass" "left to the subnet" {
    resource "aws_launch_configuration" "web" {
      name_prefix   = "web-"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = false
    }

    resource "aws_launch_configuration" "web" {
      name_prefix                 = "web-"
      image_id                    = "ami-0123456789abcdef0"
      instance_type               = "t3.micro"
      associate_public_ip_address = tobool(terraform_data.later.output)
    }
  }
}
