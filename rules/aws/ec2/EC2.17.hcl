control "EC2.17" {
  slug     = "ec2-instance-single-network-interface"
  aliases  = []
  severity = "low"
  category = ["Network security"]
  title = {
    en = "EC2 instances have one network interface"
    ja = "EC2 インスタンスのネットワークインターフェイスが 1 つだけである"
  }
  why = {
    en = "An instance with a leg in two networks can carry traffic past the rules between them, and its routes and security groups are hard to follow."
    ja = "複数のネットワークに足を持つインスタンスは、ネットワーク間の制御をすり抜ける経路になりえます。ルーティングやセキュリティグループの把握も難しくなります。"
  }
  decides = "checked"
  notes = {
    en = "Interfaces that EKS or other services attach at run time are not seen."
    ja = "EKS などのサービスが実行時に接続するインターフェイスは考慮できません。"
  }
  config_rule = "ec2-instance-multiple-eni-check"
  frameworks = {
    "aws-fsbp"       = ["EC2.17"]
    "nist-800-53-r5" = ["AC-4(21)"]
  }
  frameworks_derived = {
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
  }

  parameter "Adapterids" {
    default = []
    description = {
      en = "Ids of network interfaces that may be attached as additional ones"
      ja = "追加で接続してよいネットワークインターフェイスの ID"
    }
  }

  check "aws_instance" "aws_spot_instance_request" {
    each   = "network_interface"
    filter = !any([for id in param.Adapterids : id == each.value.network_interface_id])
    enforce {
      condition = each.value.device_index == 0
      at        = "device_index"
      error_message = {
        en = "the instance has more than one network interface"
        ja = "インスタンスに複数のネットワークインターフェイスがある"
      }
    }
    fix {
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "detach the additional network interface"
        ja = "追加のネットワークインターフェイスを外す"
      }
      warning = {
        en = "The instance is replaced, and what reached it by the other interface loses the way."
        ja = "インスタンスは作り直され、外したインターフェイス経由の通信はできなくなります。"
      }
      remove = ["."]
    }
  }

  check "aws_instance" "aws_spot_instance_request" {
    locals {
      attached  = any([for attachment in companions("aws_network_interface_attachment", "instance_id") : exists([attachment]) && !any([for id in param.Adapterids : id == attachment.network_interface_id])]) || exists(companions("aws_network_interface", "attachment.instance"))
      template  = launch_template(attrs.launch_template)
      templated = length(attrs.network_interface) == 0 && length(default(attribute(local.template, "network_interfaces[*].device_index"), [])) > 1
    }
    enforce {
      condition = !local.attached
      error_message = {
        en = "the instance has more than one network interface"
        ja = "インスタンスに複数のネットワークインターフェイスがある"
      }
    }
    enforce {
      condition = !local.templated
      error_message = {
        en = "the instance's launch template gives it more than one network interface"
        ja = "起動テンプレートで複数のネットワークインターフェイスが指定されている"
      }
    }
    no_fix = {
      en = "which of the interfaces is to stay is for the instance's owner to say: move its addresses and rules to the first interface, then delete the other from the code"
      ja = "どのインターフェイスを残すかは所有者にしか分からない。アドレスやルールを 1 つ目に移してから、もう一方をコードから削除する"
    }
  }

  remediation {
    console = {
      en = ["Select the additional interface under Network Interfaces in the EC2 console.", "Choose Actions, Detach, and delete it if nothing else needs it."]
      ja = ["EC2 コンソールの「ネットワークインターフェイス」で追加のインターフェイスを選ぶ。", "「アクション」→「デタッチ」を選び、不要であれば削除する。"]
    }
    cli = "aws ec2 detach-network-interface --attachment-id ATTACHMENT_ID"
  }

  example "fail" "two interfaces" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = "eni-0a1b2c3d4e5f60710"
      }
      network_interface {
        device_index         = 1
        network_interface_id = "eni-0a1b2c3d4e5f60711"
      }
    }
  }

  example "fixed" "two interfaces" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = "eni-0a1b2c3d4e5f60710"
      }
    }
  }

  example "fail" "two interfaces that are still to be made" {
    resource "aws_network_interface" "first" {
      subnet_id = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_network_interface" "second" {
      subnet_id = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_instance" "blocks" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = aws_network_interface.first.id
      }
      network_interface {
        device_index         = 1
        network_interface_id = aws_network_interface.second.id
      }
    }

    resource "aws_instance" "attachment" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_network_interface_attachment" "attachment" {
      instance_id          = aws_instance.attachment.id
      network_interface_id = aws_network_interface.second.id
      device_index         = 1
    }
  }

  example "fail" "one attached beside the first" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_network_interface_attachment" "second" {
      instance_id          = aws_instance.app.id
      network_interface_id = "eni-0a1b2c3d4e5f60711"
      device_index         = 1
    }
  }

  example "fail" "an interface that names the instance" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_network_interface" "second" {
      subnet_id = "subnet-0a1b2c3d4e5f60718"
      attachment {
        instance     = aws_instance.app.id
        device_index = 1
      }
    }
  }

  example "fail" "a launch template with two interfaces" {
    resource "aws_launch_template" "app" {
      name = "app"
      network_interfaces {
        device_index = 0
      }
      network_interfaces {
        device_index = 1
      }
    }

    resource "aws_instance" "app" {
      instance_type = "t3.micro"
      launch_template {
        id = aws_launch_template.app.id
      }
    }
  }

  example "pass" "the interface of every instance" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }
  }

  example "pass" "one interface of its own" {
    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = "eni-0a1b2c3d4e5f60710"
      }
    }
  }

  example "pass" "a launch template with one interface" {
    resource "aws_launch_template" "app" {
      name = "app"
      network_interfaces {
        device_index = 0
      }
    }

    resource "aws_instance" "app" {
      instance_type = "t3.micro"
      launch_template {
        name = aws_launch_template.app.name
      }
    }
  }

  example "pass" "a second one that is allowed" {
    params = { Adapterids = ["eni-0a1b2c3d4e5f60711"] }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = "eni-0a1b2c3d4e5f60710"
      }
      network_interface {
        device_index         = 1
        network_interface_id = "eni-0a1b2c3d4e5f60711"
      }
    }

    resource "aws_instance" "other" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_network_interface_attachment" "second" {
      instance_id          = aws_instance.other.id
      network_interface_id = "eni-0a1b2c3d4e5f60711"
      device_index         = 1
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = 1
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = tonumber(terraform_data.later.output)
        network_interface_id = "eni-0a1b2c3d4e5f60711"
      }
    }
  }

  example "unknown" "attached to one of two" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_instance" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_instance" "standby" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_network_interface_attachment" "second" {
      instance_id          = tobool(terraform_data.later.output) ? aws_instance.app.id : aws_instance.standby.id
      network_interface_id = "eni-0a1b2c3d4e5f60711"
      device_index         = 1
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

  example "fail" "a Spot request with two interfaces" {
    resource "aws_spot_instance_request" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = "eni-0a1b2c3d4e5f60710"
      }
      network_interface {
        device_index         = 1
        network_interface_id = "eni-0a1b2c3d4e5f60711"
      }
    }
  }

  example "fixed" "a Spot request with two interfaces" {
    resource "aws_spot_instance_request" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = "eni-0a1b2c3d4e5f60710"
      }
    }
  }

  example "fail" "one attached to the instance of a Spot request" {
    resource "aws_spot_instance_request" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
    }

    resource "aws_network_interface_attachment" "second" {
      instance_id          = aws_spot_instance_request.app.spot_instance_id
      network_interface_id = "eni-0a1b2c3d4e5f60711"
      device_index         = 1
    }
  }

  example "pass" "a Spot request with one interface" {
    resource "aws_spot_instance_request" "app" {
      ami           = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      network_interface {
        device_index         = 0
        network_interface_id = "eni-0a1b2c3d4e5f60710"
      }
    }
  }
}
