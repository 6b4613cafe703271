control "SageMaker.1" {
  slug     = "sagemaker-notebook-no-direct-internet"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "SageMaker notebook instances have no direct internet access"
    ja = "SageMaker ノートブックインスタンスがインターネットに直接接続できない"
  }
  why = {
    en = "Direct access goes past the VPC: no security group, route or log of yours stands between the notebook's data and the internet."
    ja = "直接アクセスは VPC を経由しないため、セキュリティグループやルーティング、フローログでデータの持ち出しを防いだり検知したりできません。"
  }
  decides     = "checked"
  config_rule = "sagemaker-notebook-no-direct-internet-access"
  frameworks = {
    "aws-fsbp"       = ["SageMaker.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"                   = ["1.2.8", "1.3.1", "1.3.2", "1.4.2", "1.5.1", "10.3.2", "3.5.1.3", "A1.1.2", "A1.1.3", "A3.4.1"]
    "aws-well-architected-security" = ["SEC03-BP07", "SEC03-BP08", "SEC05-BP02"]
    "iso-27001-2022"                = ["A.8.1"]
  }

  check "aws_sagemaker_notebook_instance" {
    enforce {
      condition = attrs.direct_internet_access == "Disabled"
      at        = "direct_internet_access"
      error_message = {
        en = "the notebook instance has direct internet access"
        ja = "ノートブックインスタンスがインターネットに直接接続できる"
      }
    }
    fix {
      when   = is_set(attrs.subnet_id)
      class  = "unsafe"
      impact = "replaces"
      summary = {
        en = "go through the VPC only"
        ja = "VPC 経由のアクセスだけにする"
      }
      warning = {
        en = "The notebook instance is deleted and created anew; files on its volume are lost unless they are copied or in a repository. Without a NAT gateway or endpoints it no longer reaches the internet or AWS."
        ja = "ノートブックインスタンスは削除して作り直され、ボリューム上のファイルは退避しない限り失われます。NAT ゲートウェイや VPC エンドポイントがないと、インターネットや AWS の API に接続できなくなります。"
      }
      set = { direct_internet_access = "Disabled" }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "place the notebook instance in a VPC and go through it only"
        ja = "ノートブックインスタンスを VPC 内に配置し、VPC 経由のアクセスだけにする"
      }
      warning = {
        en = "The notebook instance is deleted and created anew; files on its volume are lost unless they are copied or in a repository. Without a NAT gateway or endpoints it no longer reaches the internet or AWS."
        ja = "ノートブックインスタンスは削除して作り直され、ボリューム上のファイルは退避しない限り失われます。NAT ゲートウェイや VPC エンドポイントがないと、インターネットや AWS の API に接続できなくなります。"
      }
      input "notebook_subnet_id" {
        description = {
          en = "Private subnet for the notebook instance"
          ja = "ノートブックインスタンスを配置するプライベートサブネットの ID"
        }
      }
      input "notebook_security_group_id" {
        description = {
          en = "Security group for the notebook instance"
          ja = "ノートブックインスタンスのセキュリティグループの ID"
        }
      }
      set = {
        subnet_id              = var.notebook_subnet_id
        security_groups        = [var.notebook_security_group_id]
        direct_internet_access = "Disabled"
      }
    }
  }

  remediation {
    console = {
      en = ["Stop and delete the notebook instance in the SageMaker console, after copying its files.", "Create a new one; under Network choose a VPC, subnet and security group, and Disable for direct internet access."]
      ja = ["ファイルを退避したうえで、SageMaker コンソールでノートブックインスタンスを停止、削除する。", "新しいインスタンスを作成し、「ネットワーク」で VPC、サブネット、セキュリティグループを選び、直接のインターネットアクセスを無効にする。"]
    }
    cli = "aws sagemaker create-notebook-instance --notebook-instance-name NAME --instance-type ml.t3.medium --role-arn ROLE_ARN --subnet-id SUBNET_ID --security-group-ids GROUP_ID --direct-internet-access Disabled"
  }

  example "fail" "left out" {
    resource "aws_sagemaker_notebook_instance" "research" {
      name          = "research"
      role_arn      = "arn:aws:iam::111122223333:role/notebook"
      instance_type = "ml.t3.medium"
    }
  }

  example "fixed" "left out" {
    variable "notebook_subnet_id" {
      type    = string
      default = "subnet-0a1b2c3d4e5f60718"
    }

    variable "notebook_security_group_id" {
      type    = string
      default = "sg-0a1b2c3d4e5f60718"
    }

    resource "aws_sagemaker_notebook_instance" "research" {
      name                   = "research"
      role_arn               = "arn:aws:iam::111122223333:role/notebook"
      instance_type          = "ml.t3.medium"
      subnet_id              = var.notebook_subnet_id
      security_groups        = [var.notebook_security_group_id]
      direct_internet_access = "Disabled"
    }
  }

  example "fail" "enabled inside a VPC" {
    resource "aws_sagemaker_notebook_instance" "research" {
      name                   = "research"
      role_arn               = "arn:aws:iam::111122223333:role/notebook"
      instance_type          = "ml.t3.medium"
      subnet_id              = "subnet-0a1b2c3d4e5f60718"
      security_groups        = ["sg-0a1b2c3d4e5f60718"]
      direct_internet_access = "Enabled"
    }
  }

  example "fixed" "enabled inside a VPC" {
    resource "aws_sagemaker_notebook_instance" "research" {
      name                   = "research"
      role_arn               = "arn:aws:iam::111122223333:role/notebook"
      instance_type          = "ml.t3.medium"
      subnet_id              = "subnet-0a1b2c3d4e5f60718"
      security_groups        = ["sg-0a1b2c3d4e5f60718"]
      direct_internet_access = "Disabled"
    }
  }

  example "pass" "disabled" {
    resource "aws_sagemaker_notebook_instance" "research" {
      name                   = "research"
      role_arn               = "arn:aws:iam::111122223333:role/notebook"
      instance_type          = "ml.t3.medium"
      subnet_id              = "subnet-0a1b2c3d4e5f60718"
      security_groups        = ["sg-0a1b2c3d4e5f60718"]
      direct_internet_access = "Disabled"
    }
  }

  example "pass" "two by a setting" {
    locals {
      access = "Disabled"
    }

    resource "aws_sagemaker_notebook_instance" "research" {
      name                   = "research"
      role_arn               = "arn:aws:iam::111122223333:role/notebook"
      instance_type          = "ml.t3.medium"
      subnet_id              = "subnet-0a1b2c3d4e5f60718"
      security_groups        = ["sg-0a1b2c3d4e5f60718"]
      direct_internet_access = local.access
    }

    resource "aws_sagemaker_notebook_instance" "training" {
      name                   = "training"
      role_arn               = "arn:aws:iam::111122223333:role/notebook"
      instance_type          = "ml.t3.medium"
      subnet_id              = "subnet-0a1b2c3d4e5f60718"
      security_groups        = ["sg-0a1b2c3d4e5f60718"]
      direct_internet_access = local.access
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "Disabled"
    }

    resource "aws_sagemaker_notebook_instance" "research" {
      name                   = "research"
      role_arn               = "arn:aws:iam::111122223333:role/notebook"
      instance_type          = "ml.t3.medium"
      subnet_id              = "subnet-0a1b2c3d4e5f60718"
      security_groups        = ["sg-0a1b2c3d4e5f60718"]
      direct_internet_access = terraform_data.later.output
    }
  }
}
